"""Published rankings, explanations and comparisons. What is not published does not exist: 404 for everybody."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.selectors.publication.shown import Shown, shown_publication
from awards.views.publication.caching import cached_while_published
from awards.views.publication.pages import compare_page, entry_page, public_addresses, ranking_page


def public_result(edition: str, category: str) -> Shown:
    shown = shown_publication(edition, category, at=timezone.now())
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
