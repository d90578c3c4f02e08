"""The run sheet as it stands now: its content, what differs from the last print, and what keeps it off the stage."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from awards.ceremony.models import Ceremony, CeremonyItem, CeremonyWinner, RunSheet
from awards.ceremony.parsing.changes import SheetChanges, change_sentences, sheet_changes
from awards.ceremony.parsing.steps import FORMAT, REAL
from awards.ceremony.selectors.signed import (
    ResultStanding,
    ResultUnusableError,
    SignedResult,
    signed_result,
    standing_of,
)
from awards.publication.models import Publication

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StaleResult:
    publication: Publication
    standing: ResultStanding


@dataclass(frozen=True, slots=True)
class SheetNow:
    """`content` is what a print would freeze. `number` is the version it would get, `printed` the newest that is out.

    `stale` are results that no longer hold, `gaps` sentences on what is missing before the evening may begin.
    """

    content: Json
    printed: RunSheet | None
    number: int
    changes: SheetChanges
    sentences: list[str]
    stale: tuple[StaleResult, ...]
    gaps: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        return self.printed is None or self.changes.any


def items_of(ceremony: Ceremony) -> list[CeremonyItem]:
    rows = CeremonyItem.objects.filter(ceremony=ceremony).order_by("position", "pk")
    return list(
        rows.select_related("publication__category__edition", "publication__run__rulebook", "publication__corrects")
    )


def results_of(items: list[CeremonyItem], *, is_whole: bool = False) -> dict[int, SignedResult]:
    """Read each signed result once; one that cannot be used is absent."""
    found: dict[int, SignedResult] = {}
    for publication in {item.publication_id: item.publication for item in items if item.publication}.values():
        try:
            found[publication.pk] = signed_result(publication, is_whole=is_whole)
        except ResultUnusableError:
            continue
    return found


def stale_results(items: list[CeremonyItem]) -> tuple[StaleResult, ...]:
    found = []
    seen: set[int] = set()
    for item in items:
        if item.publication is None or item.publication.pk in seen:
            continue
        seen.add(item.publication.pk)
        standing = standing_of(item.publication, item.result_digest)
        if standing != ResultStanding.HOLDS:
            found.append(StaleResult(item.publication, standing))
    return tuple(found)


def sheet_now(ceremony: Ceremony, *, is_whole: bool = False) -> SheetNow:
    items = items_of(ceremony)
    results = results_of(items, is_whole=is_whole)
    content = _content(ceremony, items, results)
    printed = RunSheet.objects.filter(ceremony=ceremony).order_by("-number").first()
    before = json.loads(printed.content) if printed else None
    changes = sheet_changes(before, content)
    stale = stale_results(items)
    is_new = printed is None or changes.any
    number = (printed.number if printed else 0) + is_new
    gaps = (*_unreadable(items, results), *_gaps(ceremony, content))
    return SheetNow(content, printed, number, changes, change_sentences(before, content), stale, gaps)


def _unreadable(items: list[CeremonyItem], results: Mapping[int, SignedResult]) -> list[str]:
    lost = {item.publication for item in items if item.publication and item.publication.pk not in results}
    return [_("%(result)s: hasilnya tidak dapat dibaca.") % {"result": one} for one in sorted(lost, key=str)]


def _content(ceremony: Ceremony, items: list[CeremonyItem], results: Mapping[int, SignedResult]) -> Json:
    rows = CeremonyWinner.objects.filter(item__ceremony=ceremony).select_related("photograph", "entry")
    winners = {(row.item_id, str(row.entry.public_id)): row for row in rows}
    used = {item.publication_id for item in items}
    return {
        "format": FORMAT,
        "kind": REAL,
        "title": ceremony.title,
        "lead": ceremony.lead,
        "place": ceremony.place,
        "starts_at": ceremony.starts_at.astimezone(datetime.UTC).isoformat(),
        "crew": ceremony.crew,
        "message": {"title": ceremony.message_title, "lead": ceremony.message_text},
        "citation_seconds": ceremony.citation_seconds,
        "results": [_result(one.publication) for key, one in results.items() if key in used],
        "items": [_item(item, results, winners) for item in items],
    }


def _result(publication: Publication) -> Json:
    return {
        "publication": str(publication.public_id),
        "number": publication.number,
        "digest": publication.digest,
        "signature": publication.signature,
        "public_key": publication.public_key,
        "signed_at": publication.final_at.isoformat() if publication.final_at else "",
    }


def _item(
    item: CeremonyItem, results: Mapping[int, SignedResult], winners: Mapping[tuple[int, str], CeremonyWinner]
) -> Json:
    common = {
        "key": str(item.key),
        "detail": item.detail,
        "seconds": item.seconds,
        "screen": {"title": item.screen_title, "text": item.screen_text},
    }
    result = results.get(item.publication_id or 0)
    prize = result.prize(item.prize_key) if result else None
    if result is None or prize is None:
        title = item.title or _("Juara yang tidak ada lagi dalam hasil")
        return {**common, "kind": "programme", "title": title, "contest": None, "prize": None, "winners": []}
    return {
        **common,
        "kind": "prize",
        "title": f"{prize.label} {prize.group}".strip(),
        "contest": {"name": result.contest, "period": result.period},
        "prize": {
            "key": prize.key,
            "label": prize.label,
            "group": prize.group,
            "rank": prize.rank,
            "has_ranks": prize.has_ranks,
            "result": result.publication.digest,
        },
        "winners": [
            _winner(one.entry, one.name, one.score, winners.get((item.pk, one.entry))) for one in prize.winners
        ],
    }


def _winner(entry: str, name: str, score: str, row: CeremonyWinner | None) -> Json:
    """Return what is known; texts that nobody approved are not in it."""
    is_approved = row is not None and row.approved_at is not None
    return {
        "entry": entry,
        "signed_name": name,
        "name": (row.official_name or name) if row and is_approved else name,
        "score": score,
        "pronunciation": row.pronunciation if row and is_approved else "",
        "citation": row.citation if row and is_approved else "",
        "giver": row.giver if row else "",
        "receiver": row.receiver if row else "",
        "represents": row.represents if row else "",
        "authority": row.authority if row else "",
        "seat": row.seat if row else "",
        "trophy": row.trophy if row else "",
        "certificate": row.certificate if row else "",
        "photograph": row.photograph.digest if row and row.photograph else "",
    }


def _gaps(ceremony: Ceremony, content: Json) -> list[str]:
    said = [_("Acara %(number)d: %(label)s") % {"number": number, "label": fault} for number, fault in _faults(content)]
    waiting = CeremonyWinner.objects.filter(item__ceremony=ceremony, written_at__isnull=False, approved_at=None).count()
    if waiting:
        said.append(_("%(count)d teks menunggu persetujuan orang kedua.") % {"count": waiting})
    return said


def _faults(content: Json) -> list[tuple[int, str]]:
    """Return what is out of order: a better rank before a lower one of the same prize and group."""
    found: list[tuple[int, str]] = []
    opened: dict[tuple[str, str], int] = {}
    trophies: dict[str, int] = {}
    for number, item in enumerate(content["items"], start=1):
        if item["kind"] != "prize":
            continue
        prize = item["prize"]
        group = (prize["result"], prize["group"])
        if opened.get(group, prize["rank"]) < prize["rank"]:
            found.append((number, _("juara yang lebih rendah dibuka sesudah juara yang lebih tinggi.")))
        opened[group] = min(prize["rank"], opened.get(group, prize["rank"]))
        for winner in item["winners"]:
            for name in ("trophy", "certificate"):
                value = f"{name}:{winner[name]}"
                if winner[name] and value in trophies:
                    found.append((number, _("nomor %(value)s dipakai dua kali.") % {"value": winner[name]}))
                trophies[value] = number
    return found
