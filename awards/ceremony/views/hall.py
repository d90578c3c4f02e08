"""The hall's screen. It has no account: its address opens the present picture and nothing that comes after it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from awards.ceremony.selectors.stage import hall_answer, show_of_hall

SEALED = {"Cache-Control": "no-store", "Content-Encoding": "identity", "X-Robots-Tag": "noindex"}
"""Nothing is kept, and nothing is packed: what is packed has a length that tells."""


@require_safe
def hall(request: HttpRequest, token: str) -> HttpResponse:
    """The page itself holds no step, no name and no count; it is the same at every moment of every evening."""
    if show_of_hall(token) is None:
        raise Http404
    response = render(request, "ceremony/hall.html", {"token": token})
    response["Cache-Control"], response["X-Robots-Tag"] = "no-store", "noindex"
    return response


@require_safe
def picture(request: HttpRequest, token: str) -> HttpResponse:
    show = show_of_hall(token)
    if show is None:
        raise Http404
    response = HttpResponse(hall_answer(show), content_type="application/json")
    for name, value in SEALED.items():
        response[name] = value
    return response
