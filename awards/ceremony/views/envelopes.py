"""The envelope check on a phone: two codes, one answer. A code comes from the phone's camera or is typed."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from awards.ceremony.forms import EnvelopeForm
from awards.ceremony.models import RunSheet
from awards.ceremony.selectors.envelopes import (
    EnvelopeAnswer,
    code_book,
    compared,
    find_card,
    green_checks,
    is_rehearsal_code,
    rehearsal_book,
)
from awards.ceremony.selectors.sheet import items_of, stale_results
from awards.ceremony.services.envelopes import note_check
from awards.ceremony.views.frame import note_read, read_ceremony, read_show
from paritrana.accounts.requests import signed_in_user

HELD = "envelope-code"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    found = read_ceremony(request, pk)
    sheet = RunSheet.objects.filter(ceremony=found).order_by("-number").first()
    book = code_book(found) if sheet else {}
    context: dict[str, object] = {"ceremony": found, "sheet": sheet, "is_stale": bool(stale_results(items_of(found)))}
    form = EnvelopeForm(request.POST or None, initial=_scanned(request))
    answer: EnvelopeAnswer | None = None
    if request.method == "POST" and form.is_valid() and sheet:
        first, second = form.cleaned_data["first"], form.cleaned_data["second"]
        answer = compared(book, first, second)
        note_check(sheet=sheet, answer=answer, codes=(first, second), actor=signed_in_user(request), at=timezone.now())
        request.session.pop(HELD, None)
        context["is_rehearsal_code"] = is_rehearsal_code(first) or is_rehearsal_code(second)
    note_read(request, found, "envelopes")
    context |= {
        "form": form if answer is None else EnvelopeForm(),
        "answer": answer,
        "held": find_card(book, str(form.initial.get("first") or form.initial.get("second") or "")),
        "checked": len(green_checks(found, book)),
        "envelopes": sum(card.is_current and card.is_envelope for card in book.values()),
    }
    return render(request, "ceremony/envelopes.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rehearsal_check(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same with the invented names of a rehearsal; nothing of it is kept."""
    show = read_show(request, key)
    if not show.is_rehearsal:
        raise Http404
    book = rehearsal_book(show)
    form = EnvelopeForm(request.POST or None, initial=_scanned(request))
    answer = None
    if request.method == "POST" and form.is_valid():
        answer = compared(book, form.cleaned_data["first"], form.cleaned_data["second"])
        request.session.pop(HELD, None)
    context = {
        "ceremony": show.ceremony,
        "is_rehearsal": True,
        "form": form if answer is None else EnvelopeForm(),
        "answer": answer,
        "held": find_card(book, str(form.initial.get("first") or form.initial.get("second") or "")),
        "envelopes": sum(card.is_envelope for card in book.values()),
    }
    return render(request, "ceremony/envelopes.html", context, status=422 if form.errors else 200)


def _scanned(request: HttpRequest) -> dict[str, str]:
    """Fill in the code that the camera just opened, beside the one that it opened before."""
    code = request.GET.get("kode", "")[:40]
    held = request.session.get(HELD, "")
    if not code:
        return {}
    if held and held != code:
        return {"first": held, "second": code}
    request.session[HELD] = code
    return {"first": code}
