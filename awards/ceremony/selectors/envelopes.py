"""Codes on envelopes and on what lies in them, and what two of them say about each other.

A code tells nothing by itself. It stands for one kind, one winner in one item and one version: the version goes up when
a print changes what the envelope or its content says. Letters and digits that are taken for one another are not used.
"""

import datetime
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac

from awards.ceremony.models import Ceremony, EnvelopeCheck, EnvelopeVerdict, RunSheet, Show
from awards.ceremony.parsing.steps import prize_words

Json = dict[str, Any]

SALT = "awards.ceremony.envelope"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
DIGITS = 8
ENVELOPE, CONTENT = "A", "P"
REHEARSAL_MARK = "GLADI"
OF_ENVELOPE = ("number", "label", "name")
OF_CONTENT = ("label", "name", "certificate")


@dataclass(frozen=True, slots=True)
class Card:
    """What a code stands for. `is_current`: no later print said it otherwise."""

    code: str
    kind: str
    winner_key: str
    version: int
    is_current: bool
    number: int
    label: str
    name: str
    contest: str
    certificate: str

    @property
    def is_envelope(self) -> bool:
        return self.kind == ENVELOPE


@dataclass(frozen=True, slots=True)
class EnvelopeAnswer:
    verdict: EnvelopeVerdict
    envelope: Card | None
    content: Card | None

    @property
    def is_right(self) -> bool:
        return self.verdict == EnvelopeVerdict.MATCHES


def plain_code(text: str) -> str:
    """Return a code as it is kept: typed in any case, with or without its hyphens and spaces."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def is_rehearsal_code(text: str) -> bool:
    return plain_code(text).startswith(REHEARSAL_MARK)


def code_book(ceremony: Ceremony) -> dict[str, Card]:
    """Return every code that was ever printed for this evening, by its plain form."""
    sheets = RunSheet.objects.filter(ceremony=ceremony).order_by("number")
    return _book(str(ceremony.pk), "", [json.loads(sheet.content) for sheet in sheets])


def rehearsal_book(show: Show) -> dict[str, Card]:
    return _book(str(show.key), REHEARSAL_MARK, [json.loads(show.content)])


def _book(salt: str, mark: str, contents: Iterable[Json]) -> dict[str, Card]:
    versions: dict[tuple[str, str], tuple[int, tuple[Any, ...]]] = {}
    book: dict[str, Card] = {}
    latest: dict[tuple[str, str], str] = {}
    for content in contents:
        latest = {}
        for winner_key, facts in _winners(content):
            for kind, names in ((ENVELOPE, OF_ENVELOPE), (CONTENT, OF_CONTENT)):
                said = tuple(facts[name] for name in names)
                version, before = versions.get((kind, winner_key), (0, ()))
                if said != before:
                    version += 1
                    versions[kind, winner_key] = (version, said)
                code = _code(salt, mark, kind, f"{winner_key}:{version}")
                book[plain_code(code)] = Card(code, kind, winner_key, version, is_current=False, **facts)
                latest[kind, winner_key] = plain_code(code)
    current = set(latest.values())
    return {plain: _current(card) if plain in current else card for plain, card in book.items()}


def _current(card: Card) -> Card:
    values = {name: getattr(card, name) for name in Card.__slots__}
    return Card(**{**values, "is_current": True})


def _winners(content: Mapping[str, Any]) -> Iterable[tuple[str, Json]]:
    for number, item in enumerate(content["items"], start=1):
        for winner in item["winners"]:
            label = " ".join((*prize_words(item), item["prize"]["group"])).strip()
            facts = {
                "number": number,
                "label": " ".join(label.split()),
                "name": winner["name"],
                "contest": item["contest"]["name"],
                "certificate": winner["certificate"],
            }
            yield f"{item['key']}:{winner['entry']}", facts


def _code(salt: str, mark: str, kind: str, what: str) -> str:
    value = int(salted_hmac(SALT, f"{salt}:{kind}:{what}", algorithm="sha256").hexdigest(), 16)
    signs = ""
    for _place in range(DIGITS):
        value, rest = divmod(value, len(ALPHABET))
        signs += ALPHABET[rest]
    parts = [mark] if mark else []
    return "-".join([*parts, kind, signs[:4], signs[4:]])


def find_card(book: Mapping[str, Card], text: str) -> Card | None:
    return book.get(plain_code(text))


def compared(book: Mapping[str, Card], first: str, second: str) -> EnvelopeAnswer:
    """Say what two codes, in either order, mean for the envelope."""
    cards = [find_card(book, first), find_card(book, second)]
    envelope = next((card for card in cards if card and card.is_envelope), None)
    content = next((card for card in cards if card and not card.is_envelope), None)
    return EnvelopeAnswer(_verdict(cards, envelope, content), envelope, content)


def _verdict(cards: list[Card | None], envelope: Card | None, content: Card | None) -> EnvelopeVerdict:
    if None in cards:
        return EnvelopeVerdict.UNKNOWN
    if envelope is None or content is None:
        return EnvelopeVerdict.SAME_KIND
    if not hmac.compare_digest(envelope.winner_key.encode(), content.winner_key.encode()):
        return EnvelopeVerdict.OTHER_RECIPIENT
    if not envelope.is_current:
        return EnvelopeVerdict.OLD_ENVELOPE
    return EnvelopeVerdict.MATCHES if content.is_current else EnvelopeVerdict.OLD_CONTENT


def green_checks(ceremony: Ceremony, book: Mapping[str, Card]) -> dict[str, datetime.datetime]:
    """Return by winner when envelope and content were found to match; a red look since, or a newer print, undoes it."""
    rows = EnvelopeCheck.objects.filter(ceremony=ceremony).exclude(winner_key="").order_by("checked_at", "pk")
    latest = {row.winner_key: row for row in rows}
    return {
        key: row.checked_at
        for key, row in latest.items()
        if row.verdict == EnvelopeVerdict.MATCHES
        and all(
            (card := find_card(book, code)) is not None and card.is_current
            for code in (row.envelope_code, row.content_code)
        )
    }
