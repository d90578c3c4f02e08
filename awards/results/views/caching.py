"""When a browser's or a cache's copy of a published page still holds."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import condition

from awards.publication.selectors.acts import withdrawal_of
from awards.results.selectors.shown import shown_publication
from awards.runs.selectors.robustness.shown import robustness_digest
from paritrana import __version__

View = Callable[..., HttpResponse]
FRESH_SECONDS = 60


def _tag(request: HttpRequest, edition: str, category: str, **parts: Any) -> str | None:
    """A page follows from the publication, the tested ranks, the edition's words, the address and the language."""
    if request.user.is_authenticated:
        return None
    shown = shown_publication(edition, category, at=timezone.now(), number=parts.get("number"))
    if shown is None or shown.publication is None:
        return None
    words = shown.category.edition
    content = "\n".join(
        [
            shown.publication.digest,
            shown.publication.signature,
            shown.corrected_by.digest if shown.corrected_by else "",
            robustness_digest(shown.run),
            str(withdrawal_of(shown.publication)),
            f"{words.brand_shown}|{words.caveat_shown}|{words.is_scores_public}|{words.is_marks_public}",
            request.get_full_path(),
            get_language() or "",
            __version__,
            repr(sorted(parts.items())),
        ]
    )
    return f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'


def cached_while_published(view: View) -> View:
    """Answer 304 to strangers whose copy still holds; signed-in people always get a page of their own."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
        response = condition(etag_func=_tag)(view)(request, *args, **parts)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_cache=True)
        elif response.status_code in (200, 304):
            patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
        return response

    return answered
