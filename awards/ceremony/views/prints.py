"""What goes on paper: the run sheet for three readers, the labels of envelopes. Official papers are Indonesian."""

import json
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from awards.ceremony.exports import code_drawing
from awards.ceremony.models import RunSheet
from awards.ceremony.parsing.changes import change_sentences, sheet_changes
from awards.ceremony.selectors.envelopes import Card, code_book, rehearsal_book
from awards.ceremony.selectors.printed import ends_at, sheet_lines
from awards.ceremony.selectors.sheet import items_of, stale_results
from awards.ceremony.views.frame import note_read, read_ceremony, read_show
from paritrana.accounts.looks import note_export

READERS = {"kepala-panggung": "kepala panggung", "pengantar": "pengantar", "pembawa-acara": "pembawa acara"}


@never_cache
@require_safe
def printed(request: HttpRequest, pk: int, number: int, reader: str) -> HttpResponse:
    found = read_ceremony(request, pk)
    sheet = get_object_or_404(RunSheet.objects.select_related("ceremony"), ceremony=found, number=number)
    newest = RunSheet.objects.filter(ceremony=found).order_by("-number").first()
    before = RunSheet.objects.filter(ceremony=found, number__lt=number).order_by("-number").first()
    earlier = json.loads(before.content) if before else None
    content = json.loads(sheet.content)
    note_export(request, "print", sheet)
    context = {
        "sheet": sheet,
        "ceremony": found,
        "is_outdated": newest is not None and newest.number != number,
        "is_stale": bool(stale_results(items_of(found))),
        "sentences": change_sentences(earlier, content),
        "lines": sheet_lines(content, sheet_changes(earlier, content)),
        "readers": [
            (key, name, reverse("admin:ceremony_print", args=[pk, number, key])) for key, name in READERS.items()
        ],
        "back": reverse("admin:ceremony_sheet", args=[pk]),
    }
    return _paper(request, content, reader, context)


@never_cache
@require_safe
def rehearsal(request: HttpRequest, key: UUID, reader: str) -> HttpResponse:
    """The sheet of a rehearsal, with its bands above and below."""
    show = read_show(request, key)
    if not show.is_rehearsal:
        raise Http404
    content = json.loads(show.content)
    context = {
        "ceremony": show.ceremony,
        "lines": sheet_lines(content, sheet_changes(None, content)),
        "readers": [
            (one, name, reverse("admin:ceremony_rehearsal_print", args=[key, one])) for one, name in READERS.items()
        ],
        "back": reverse("admin:ceremony_deck", args=[key]),
        "is_rehearsal": True,
    }
    return _paper(request, content, reader, context)


def _shell(title: str) -> dict[str, str]:
    """Return what the browser around a paper says: its words are the reader's, those of the paper Indonesian."""
    return {"page_title": title, "page_language": translation.get_language() or settings.LANGUAGE_CODE}


def _paper(request: HttpRequest, content: dict[str, object], reader: str, context: dict[str, object]) -> HttpResponse:
    if reader not in READERS:
        raise Http404
    more = {
        "content": content,
        "reader": reader,
        "reader_name": READERS[reader],
        "secret_until": ends_at(content),
        **_shell(_("Susunan acara")),
    }
    with translation.override(settings.LANGUAGE_CODE):
        return render(request, "ceremony/print.html", {**context, **more})


@never_cache
@require_safe
def labels(request: HttpRequest, pk: int) -> HttpResponse:
    """A label for each envelope and one for what lies in it, of the newest print."""
    found = read_ceremony(request, pk)
    note_read(request, found, "labels")
    check = request.build_absolute_uri(reverse("admin:ceremony_envelopes", args=[pk]))
    return _labels(request, list(code_book(found).values()), check, {"ceremony": found})


@never_cache
@require_safe
def rehearsal_labels(request: HttpRequest, key: UUID) -> HttpResponse:
    show = read_show(request, key)
    if not show.is_rehearsal:
        raise Http404
    check = request.build_absolute_uri(reverse("admin:ceremony_rehearsal_envelopes", args=[key]))
    return _labels(
        request, list(rehearsal_book(show).values()), check, {"ceremony": show.ceremony, "is_rehearsal": True}
    )


def _labels(request: HttpRequest, cards: list[Card], check: str, context: dict[str, object]) -> HttpResponse:
    current = sorted((card for card in cards if card.is_current), key=lambda card: (card.number, card.name, card.kind))
    drawn = [(card, code_drawing(f"{check}?kode={card.code}")) for card in current]
    shell = _shell(_("Label amplop"))
    with translation.override(settings.LANGUAGE_CODE):
        return render(request, "ceremony/labels.html", {**context, **shell, "cards": drawn})
