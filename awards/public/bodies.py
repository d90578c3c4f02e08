"""Ministries and employers for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.public.tables.bodies import employers_tables, ministries_tables, ministry_tables
from employers.selectors import summary
from ministries.models import Ministry, MinistryCategory
from ministries.selectors import reports
from paritrana.pages.open_tables import OpenPage


@require_safe
def ministries(request: HttpRequest) -> HttpResponse:
    context = {
        "tables": ministries_tables(request),
        "query": request.GET.get("q", "").strip(),
        "category": request.GET.get("golongan", ""),
        "categories": MinistryCategory.choices,
        "sums": reports.ministry_sums(),
    }
    return render(request, "public/ministries.html", context)


@require_safe
def ministry(request: HttpRequest, slug: str) -> HttpResponse:
    body = get_object_or_404(Ministry, slug=slug)
    trail = [(_("Kementerian dan lembaga"), reverse("ministries")), (body.short_name or body.name, "")]
    return render(request, "public/ministry.html", {"ministry": body, "tables": ministry_tables(body), "trail": trail})


def tables_of_ministry(_request: HttpRequest, slug: str) -> OpenPage:
    return ministry_tables(get_object_or_404(Ministry, slug=slug))


@require_safe
def employers(request: HttpRequest) -> HttpResponse:
    month = summary.latest_month()
    sums = summary.employer_sums(month) if month else None
    return render(request, "public/employers.html", {"sums": sums, "tables": employers_tables()})


def tables_of_employers(_request: HttpRequest) -> OpenPage:
    return employers_tables()
