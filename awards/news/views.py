"""News after sign-in: the list, reading, and which of it comes by mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards.news.forms import NewsChoiceForm
from awards.news.selectors.inbox import kinds_for, news_for, silenced_kinds, unread_count
from awards.news.selectors.kinds import said
from awards.news.services import choose_news, read_all_news, read_news
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.mail.selectors import bounce_of

PAGE_SIZE = 20


@login_required
@require_GET
def news(request: HttpRequest) -> HttpResponse:
    user, held = signed_in_user(request), request_grants(request)
    page = Paginator(news_for(user, held), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "told": [said(item) for item in page.object_list],
        "unread": unread_count(user, held),
        "has_address": bool(user.email),
        "returned": bounce_of(user),
    }
    return render(request, "news/list.html", context)


@login_required
@require_POST
def open_news(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads."""
    item = get_object_or_404(news_for(signed_in_user(request), request_grants(request)), pk=pk)
    read_news(item=item, at=timezone.now())
    return redirect(said(item).address)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    rows = news_for(signed_in_user(request), request_grants(request)).filter(seen_at=None)
    read_all_news(keys=list(rows.values_list("pk", flat=True)), at=timezone.now())
    return redirect("news")


@login_required
@require_http_methods(["GET", "POST"])
def choice(request: HttpRequest) -> HttpResponse:
    user = signed_in_user(request)
    offered = kinds_for(request_grants(request))
    form = NewsChoiceForm(offered, silenced_kinds(user), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        free = [row.kind for row in offered if not row.has_deadline]
        choose_news(user=user, offered=free, wanted=form.kinds())
        messages.success(request, _("Pilihan surel Anda tersimpan."))
        return redirect("news-choice")
    context = {"form": form, "always": [row for row in offered if row.has_deadline], "offered": offered}
    return render(request, "news/choice.html", context, status=400 if form.is_bound else 200)
