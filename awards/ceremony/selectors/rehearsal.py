"""The rehearsal's evening: the prizes that may be won, and names that nobody bears. Nothing of a result is in it.

It is made from the prizes of the categories, never from who took them: neither a name nor a score, nor that two share
a prize or that nobody takes one, can be told from it. Of three prizes and more one is shared and one has no winner.
"""

import datetime
import uuid
from typing import Any

from awards.ceremony.models import Ceremony, CeremonyItem
from awards.ceremony.parsing.speech import whole_in_words
from awards.ceremony.parsing.steps import FORMAT, REHEARSAL
from awards.editions.models import Category, Slot, SlotGrouping

Json = dict[str, Any]

NAMESPACE = uuid.UUID("8d0b6e0e-5d0b-4e6c-9b0a-7c1f0a3f2c11")
GROUPS = ("Kelompok Contoh A", "Kelompok Contoh B")
LONG = "Kabupaten Contoh Bernama Panjang dan Kepulauan Contoh di Ujung Layar"
CITATION = "Kalimat contoh untuk mengukur panjang bacaan di layar dan di mimbar."


def rehearsal_content(ceremony: Ceremony) -> Json:
    prizes = list(_prizes(ceremony))
    items = [_programme("Pembukaan contoh"), *(_item(n, *prize) for n, prize in enumerate(prizes, start=1))]
    return {
        "format": FORMAT,
        "kind": REHEARSAL,
        "title": "Gladi resik",
        "lead": "Nama rekaan, bukan hasil",
        "place": ceremony.place,
        "starts_at": ceremony.starts_at.astimezone(datetime.UTC).isoformat(),
        "crew": ceremony.crew,
        "message": {"title": "Layar pesan contoh", "lead": ""},
        "citation_seconds": ceremony.citation_seconds,
        "results": [],
        "items": items,
    }


def _prizes(ceremony: Ceremony) -> list[tuple[str, Slot, int, str]]:
    categories = CeremonyItem.objects.filter(ceremony=ceremony, publication__isnull=False)
    found = []
    for category in Category.objects.filter(pk__in=categories.values("publication__category")).order_by("code", "pk"):
        for slot in Slot.objects.filter(category=category).order_by("-position"):
            groups = ("",) if slot.grouping == SlotGrouping.NONE else GROUPS
            for group in groups:
                found += [(category.name, slot, rank, group) for rank in range(slot.to_rank, slot.from_rank - 1, -1)]
    return found


def _programme(title: str) -> Json:
    return {
        "key": str(uuid.uuid5(NAMESPACE, title)),
        "kind": "programme",
        "title": title,
        "detail": "",
        "seconds": 60,
        "screen": {"title": title, "text": ""},
        "contest": None,
        "prize": None,
        "winners": [],
    }


def _item(number: int, contest: str, slot: Slot, rank: int, group: str) -> Json:
    winners = {2: [], 3: [_winner(number, "bersama satu"), _winner(number, "bersama dua")]}.get(number)
    return {
        "key": str(uuid.uuid5(NAMESPACE, f"{contest}|{slot.position}|{group}|{rank}")),
        "kind": "prize",
        "title": f"{slot.label} {group}".strip(),
        "detail": "",
        "seconds": 60,
        "screen": {"title": "", "text": ""},
        "contest": {"name": contest, "period": "Periode contoh"},
        "prize": {
            "key": f"{slot.position}|{group}|{rank}",
            "label": slot.label,
            "group": group,
            "rank": rank,
            "has_ranks": slot.to_rank > slot.from_rank,
            "result": "",
        },
        "winners": [_winner(number)] if winners is None else winners,
    }


def _winner(number: int, more: str = "") -> Json:
    name = LONG if number == 4 else f"Kabupaten Contoh {whole_in_words(number).title()} {more}".strip()
    return {
        "entry": str(uuid.uuid5(NAMESPACE, f"{number}{more}")),
        "signed_name": name,
        "name": name,
        "score": f"12,{number % 100:02d}",
        "pronunciation": "CON-toh",
        "citation": CITATION,
        "giver": "Penyerah contoh",
        "receiver": "Penerima contoh",
        "represents": "",
        "authority": "",
        "seat": f"X-{number:02d}",
        "trophy": f"CONTOH-{number:02d}",
        "certificate": f"CONTOH/{number:03d}",
        "photograph": "",
    }
