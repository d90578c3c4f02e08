"""Ministries and employers for everybody."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from employers.selectors import summary
from ministries.models import Ministry, MinistryCategory
from ministries.selectors import reports

PAGE_SIZE = 40


@require_safe
def ministries(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    category = request.GET.get("golongan", "")
    rows = reports.listed_ministries(query=query, category=category)
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "query": query,
        "category": category,
        "categories": MinistryCategory.choices,
        "sums": reports.ministry_sums(),
    }
    return render(request, "public/ministries.html", context)


@require_safe
def ministry(request: HttpRequest, slug: str) -> HttpResponse:
    body = get_object_or_404(Ministry, slug=slug)
    trail = [(_("Kementerian dan lembaga"), reverse("ministries")), (body.short_name or body.name, "")]
    context = {"ministry": body, "record": reports.ministry_record(body), "trail": trail}
    return render(request, "public/ministry.html", context)


@require_safe
def employers(request: HttpRequest) -> HttpResponse:
    month = summary.latest_month()
    if month is None:
        return render(request, "public/employers.html", {"sums": None})
    context = {
        "sums": summary.employer_sums(month),
        "by_scale": summary.sums_by_scale(month),
        "by_section": summary.sums_by_section(month),
        "months": summary.months(),
    }
    return render(request, "public/employers.html", context)
