"""What a page answers when the rulebook that it needs is not there or was edited: words, never an error page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from awards.rulebooks.selectors.sealed import NoSealedRulebookError, RulebookTamperedError


class TamperedRulebookMiddleware:
    """Answer 409 wherever a touched rulebook is met; scripts get the message as JSON.

    While rules are exchanged there are none for a moment: 503, which the form's script takes for a broken line, keeps
    what was typed and tries again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NoSealedRulebookError):
            return render(request, "submissions/rules_absent.html", {"reason": str(exception)}, status=503)
        if not isinstance(exception, RulebookTamperedError):
            return None
        if not request.accepts("text/html"):
            return JsonResponse({"reason": "closed", "message": str(exception)}, status=409)
        return render(request, "rulebooks/tampered.html", {"message": str(exception)}, status=409)
