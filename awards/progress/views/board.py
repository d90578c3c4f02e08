"""The progress board: how far every province is, how far every verifier is."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.editions.models import Category, Stage, StageKind
from awards.progress.forms import SampleForm
from awards.progress.selectors.board import (
    OVERSEERS,
    STEERERS,
    board,
    categories_progress,
    overseen_entries,
    watched_categories,
)
from awards.progress.selectors.officers import officer_lines
from awards.progress.selectors.standings import OWING, FormStanding
from awards.rulebooks.selectors.sealed import without_questionnaire
from awards.verification.selectors.samples import sample_state
from paritrana.accounts.admin_access import within_grants
from paritrana.accounts.requests import request_grants
from paritrana.mail.selectors import outbox
from paritrana.pages.panel_frame import panel_page

PAGE_SIZE = 50


def watched_category(request: HttpRequest, pk: int) -> Category:
    """Return a category in which the person oversees somebody; a stranger gets 404."""
    return get_object_or_404(watched_categories(request_grants(request)), pk=pk)


def may_write(request: HttpRequest) -> bool:
    held = request_grants(request)
    return any(held.has(role) for role in STEERERS)


def may_draw(request: HttpRequest, category: Category) -> bool:
    """Whether the person steers the whole category, and so may draw a sample of its verdicts."""
    held = request_grants(request)
    return any(held.covers(role, category.region_code) for role in STEERERS)


def scopes(request: HttpRequest, category: Category) -> frozenset[str]:
    """Return where the category's verifiers work, as far as the person oversees it; "" is the nation."""
    if category.province_id:
        return frozenset({category.province_id})
    held = request_grants(request)
    return frozenset(scope for role in OVERSEERS for scope in held.regions.get(role, frozenset()))


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    held = request_grants(request)
    reached = within_grants(held, frozenset(map(str, OVERSEERS)), "region_code")
    if reached is None:
        raise Http404
    shown = Paginator(watched_categories(held), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": shown, "lines": categories_progress(list(shown), held), "outbox": outbox(reached)}
    return panel_page(request, "progress/overview.html", context, title=_("Papan kemajuan"))


@require_safe
def category_board(request: HttpRequest, pk: int) -> HttpResponse:
    found = watched_category(request, pk)
    entries = overseen_entries(found, request_grants(request))
    shown = board(found, entries, at=timezone.now())
    has_form = Stage.objects.filter(category=found, kind=StageKind.SUBMISSION).exists()
    context = {
        "category": found,
        "board": shown,
        "owing": OWING,
        "nation": _("Nasional"),
        "standings": [standing.label for standing in FormStanding],
        "page": Paginator(shown.rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "may_write": has_form and may_write(request),
        "has_form": has_form,
        "has_questionnaire": not without_questionnaire([found]),
        "tab": "board",
    }
    return panel_page(request, "progress/board.html", context, title=_("Papan kemajuan"))


@require_safe
def verifiers(request: HttpRequest, pk: int) -> HttpResponse:
    found = watched_category(request, pk)
    entries = overseen_entries(found, request_grants(request))
    lines = officer_lines(entries, scopes=scopes(request, found), at=timezone.now())
    context = {
        "category": found,
        "lines": lines,
        "waiting": any(line.waiting for line in lines),
        "page": Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page")),
        "may_write": may_write(request),
        "sample": sample_state(found),
        "sample_form": SampleForm() if may_draw(request, found) else None,
        "tab": "verifiers",
    }
    return panel_page(request, "progress/verifiers.html", context, title=_("Papan kemajuan"))
