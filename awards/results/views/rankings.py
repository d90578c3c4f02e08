"""Published rankings, explanations and comparisons. What is not published does not exist: 404 for everybody."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.results.selectors.shown import Shown, shown_publication
from awards.results.views.caching import cached_while_published
from awards.results.views.pages import (
    Addresses,
    compare_page,
    compare_tables,
    entry_page,
    entry_tables,
    numbered_addresses,
    public_addresses,
    ranking_page,
    ranking_tables,
)
from paritrana.pages.open_tables import OpenPage


def public_result(edition: str, category: str, number: int | None = None) -> Shown:
    shown = shown_publication(edition, category, at=timezone.now(), number=number)
    if shown is None:
        raise Http404
    return shown


@require_safe
@cached_while_published
def ranking(request: HttpRequest, edition: str, category: str) -> HttpResponse:
    shown = public_result(edition, category)
    return ranking_page(request, shown, public_addresses(shown.category))


@require_safe
@cached_while_published
def entry_score(request: HttpRequest, edition: str, category: str, public_id: UUID) -> HttpResponse:
    shown = public_result(edition, category)
    return entry_page(request, shown, public_addresses(shown.category), public_id)


@require_safe
@cached_while_published
def compare(request: HttpRequest, edition: str, category: str) -> HttpResponse:
    shown = public_result(edition, category)
    return compare_page(request, shown, public_addresses(shown.category))


@require_safe
@cached_while_published
def numbered_ranking(request: HttpRequest, edition: str, category: str, number: int) -> HttpResponse:
    """One publication at its own address, which a correction marks and does not take away."""
    shown = public_result(edition, category, number)
    return ranking_page(request, shown, numbered_addresses(shown.category, number))


@require_safe
@cached_while_published
def numbered_entry_score(
    request: HttpRequest, edition: str, category: str, number: int, public_id: UUID
) -> HttpResponse:
    shown = public_result(edition, category, number)
    return entry_page(request, shown, numbered_addresses(shown.category, number), public_id)


@require_safe
@cached_while_published
def numbered_compare(request: HttpRequest, edition: str, category: str, number: int) -> HttpResponse:
    shown = public_result(edition, category, number)
    return compare_page(request, shown, numbered_addresses(shown.category, number))


def tables_of_ranking(request: HttpRequest, edition: str, category: str, number: int | None = None) -> OpenPage:
    shown = public_result(edition, category, number)
    return ranking_tables(shown, request.GET, _addresses(shown, number))


def tables_of_entry(
    _request: HttpRequest, edition: str, category: str, public_id: UUID, number: int | None = None
) -> OpenPage:
    return entry_tables(public_result(edition, category, number), public_id)


def tables_of_comparison(request: HttpRequest, edition: str, category: str, number: int | None = None) -> OpenPage:
    return compare_tables(public_result(edition, category, number), request.GET)


def _addresses(shown: Shown, number: int | None) -> Addresses:
    return public_addresses(shown.category) if number is None else numbered_addresses(shown.category, number)
