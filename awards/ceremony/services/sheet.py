"""Prepare an evening: begin it from signed results, order it, write and approve its texts, print it."""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from awards.ceremony.models import Ceremony, CeremonyItem, CeremonyWinner, RunSheet
from awards.ceremony.papers.selectors.standing import certificate_numbers
from awards.ceremony.parsing.speech import reading_seconds
from awards.ceremony.selectors.sheet import items_of, results_of, sheet_now
from awards.ceremony.selectors.signed import (
    ResultStanding,
    SignedPrize,
    SignedResult,
    SignedWinner,
    signed_result,
    standing_of,
    usable_publications,
    withdrawn_categories,
)
from awards.editions.models import Edition
from awards.entries.models import Entry
from awards.publication.models import Publication
from paritrana.accounts.independence import exemption_for
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.constraints import in_words
from paritrana.lib.canonical import canonical_json, digest

PRIZE_SECONDS = 180
TEXTS = ("official_name", "pronunciation", "citation")
OPENING = (
    ("Lagu Kebangsaan Indonesia Raya", "Hadirin dimohon berdiri", 180),
    ("Laporan panitia", "Laporan panitia", 360),
)


class CeremonyRefusedError(Exception):
    """What was asked of an evening is not done; the message says why."""


@dataclass(frozen=True, slots=True)
class EveningTerms:
    title: str
    place: str
    starts_at: datetime.datetime
    region_code: str


@transaction.atomic
def begin_ceremony(
    *,
    edition: Edition,
    publications: Iterable[Publication],
    terms: EveningTerms,
    actor: User,
    at: datetime.datetime,
) -> Ceremony:
    """Lay out an evening from final results, each held against its signature, contest by contest from last to first."""
    results = [signed_result(publication, is_whole=True) for publication in publications]
    if not results:
        raise CeremonyRefusedError(_("Pilih sedikitnya satu hasil final."))
    ceremony = Ceremony.objects.create(
        edition=edition,
        region_code=terms.region_code,
        title=terms.title,
        place=terms.place,
        starts_at=terms.starts_at,
        message_title="Hadirin dimohon tenang",
        created_at=at,
        created_by=actor,
    )
    position = 0
    for title, screen, seconds in OPENING:
        position += 1
        CeremonyItem.objects.create(
            ceremony=ceremony, position=position, title=title, screen_title=screen, seconds=seconds
        )
    for result in results:
        for prize in _last_to_first(result):
            position += 1
            _prize_item(ceremony, result, prize, position)
    _number_what_is_handed_over(ceremony, results)
    digests = {str(result.publication.public_id): result.publication.digest for result in results}
    record(action="ceremony.begin", subject=ceremony, actor=actor, at=at, changes={"results": digests})
    return ceremony


def _last_to_first(result: SignedResult) -> list[SignedPrize]:
    return sorted(result.prizes, key=lambda prize: (-prize.position, prize.group, -prize.rank))


def _prize_item(ceremony: Ceremony, result: SignedResult, prize: SignedPrize, position: int) -> CeremonyItem:
    item = CeremonyItem.objects.create(
        ceremony=ceremony,
        position=position,
        seconds=PRIZE_SECONDS,
        publication=result.publication,
        prize_key=prize.key,
        result_digest=result.publication.digest,
    )
    entries = Entry.objects.in_bulk([winner.entry for winner in prize.winners], field_name="public_id")
    CeremonyWinner.objects.bulk_create([CeremonyWinner(item=item, entry=entry) for entry in entries.values()])
    return item


def _number_what_is_handed_over(ceremony: Ceremony, results: Iterable[SignedResult]) -> None:
    """Give trophies their numbers in the order of the evening and certificates theirs in the order of the result.

    A certificate that was given out has its own number. What has a number keeps it; numbers that were given once are
    not given again.
    """
    rows = list(
        CeremonyWinner.objects.filter(item__ceremony=ceremony)
        .select_related("entry", "item__publication")
        .order_by("item__position", "entry__name", "pk")
    )
    taken = {row.trophy for row in rows} | {row.certificate for row in rows}
    for row in rows:
        row.trophy = row.trophy or _free("P-", 2, taken)
    year = ceremony.starts_at.year
    for result in results:
        order = {(prize.key, winner.entry): place for place, (prize, winner) in enumerate(_best_first(result))}
        own = [row for row in rows if row.item.publication_id == result.publication.pk]
        issued = certificate_numbers(result.publication)
        for row in sorted(own, key=lambda row: order[row.item.prize_key, str(row.entry.public_id)]):
            code = result.publication.category.code.upper()
            prize = result.prize(row.item.prize_key)
            printed = issued.get((prize.position, row.entry_id)) if prize else None
            row.certificate = printed or row.certificate or _free(f"PA/{year}/{code}/", 3, taken)
    CeremonyWinner.objects.bulk_update(rows, ["trophy", "certificate"])


def _best_first(result: SignedResult) -> Iterator[tuple[SignedPrize, SignedWinner]]:
    for prize in sorted(result.prizes, key=lambda prize: (prize.position, prize.group, prize.rank)):
        for winner in prize.winners:
            yield prize, winner


def _free(prefix: str, digits: int, taken: set[str]) -> str:
    number = next(n for n in count(1) if f"{prefix}{n:0{digits}d}" not in taken)
    found = f"{prefix}{number:0{digits}d}"
    taken.add(found)
    return found


@transaction.atomic
def renew_ceremony(*, ceremony: Ceremony, actor: User, at: datetime.datetime) -> Ceremony:
    """Follow results that were corrected: the newest final one of each category takes the place of the one before.

    A prize that is still there keeps its place, and a winner of it what was typed; what no longer holds leaves the
    sheet. Prizes that are new stand at the end.
    """
    _locked(ceremony)
    items = [item for item in items_of(ceremony) if item.publication is not None]
    used = {item.publication.category_id: item.publication for item in items if item.publication}
    newest = {one.category_id: one for one in usable_publications(used)}
    renewed = {key: one for key, one in newest.items() if one.pk != used[key].pk}
    withdrawn = withdrawn_categories(used)
    gone = [one for one in used.values() if one.category_id in withdrawn - renewed.keys()]
    if used.keys() - newest.keys() - {one.category_id for one in gone}:
        raise CeremonyRefusedError(
            _("Satu hasil sedang dikoreksi. Tunggu sampai koreksinya final, lalu perbarui lagi.")
        )
    if not renewed and not gone:
        raise CeremonyRefusedError(_("Semua hasil dalam susunan ini masih berlaku. Tidak ada yang diubah."))
    for item in items:
        if item.publication in gone:
            item.delete()
    for category, publication in renewed.items():
        own = [item for item in items if item.publication and item.publication.category_id == category]
        _follow(ceremony, own, signed_result(publication, is_whole=True))
    _renumber(ceremony)
    results = [signed_result(publication) for publication in newest.values()]
    _number_what_is_handed_over(ceremony, results)
    changes = {
        "results": {str(one.public_id): one.digest for one in renewed.values()},
        "without": [str(one.public_id) for one in gone],
    }
    record(action="ceremony.renew", subject=ceremony, actor=actor, at=at, changes=changes)
    return ceremony


def _follow(ceremony: Ceremony, items: list[CeremonyItem], result: SignedResult) -> None:
    known = {item.prize_key: item for item in items}
    last = CeremonyItem.objects.filter(ceremony=ceremony).aggregate(last=Max("position"))["last"] or 0
    for number, prize in enumerate(_last_to_first(result), start=1):
        item = known.pop(prize.key, None)
        if item is None:
            _prize_item(ceremony, result, prize, last + number)
            continue
        item.publication, item.result_digest = result.publication, result.publication.digest
        item.save(update_fields=["publication", "result_digest"])
        entries = {winner.entry for winner in prize.winners}
        held = {str(row.entry.public_id): row for row in item.winners.select_related("entry")}
        for key in held.keys() - entries:
            held[key].delete()
        for entry in Entry.objects.filter(public_id__in=entries - held.keys()):
            CeremonyWinner.objects.create(item=item, entry=entry)
    for item in known.values():
        item.delete()


def _locked(ceremony: Ceremony) -> None:
    Ceremony.objects.select_for_update().get(pk=ceremony.pk)


def _renumber(ceremony: Ceremony) -> None:
    rows = list(CeremonyItem.objects.filter(ceremony=ceremony).order_by("position", "pk"))
    for place, row in enumerate(rows, start=1):
        row.position = place
    CeremonyItem.objects.bulk_update(rows, ["position"])


@transaction.atomic
def move_item(*, item: CeremonyItem, place: int, actor: User, at: datetime.datetime) -> None:
    """Put an item at a place, counted from one; the others close up."""
    _locked(item.ceremony)
    rows = list(CeremonyItem.objects.filter(ceremony=item.ceremony_id).order_by("position", "pk"))
    before = rows.index(item) + 1
    rows.insert(max(0, min(place - 1, len(rows) - 1)), rows.pop(before - 1))
    for number, row in enumerate(rows, start=1):
        row.position = number
    CeremonyItem.objects.bulk_update(rows, ["position"])
    changes = {"item": str(item.key), "from": before, "to": rows.index(item) + 1}
    record(action="ceremony.move", subject=item.ceremony, actor=actor, at=at, changes=changes)


@transaction.atomic
def add_item(*, ceremony: Ceremony, values: Mapping[str, object], actor: User, at: datetime.datetime) -> CeremonyItem:
    """Add a part of the programme at the end. The trail keeps which fields were written: texts may name people."""
    _locked(ceremony)
    last = CeremonyItem.objects.filter(ceremony=ceremony).aggregate(last=Max("position"))["last"] or 0
    item = CeremonyItem(ceremony=ceremony, position=last + 1)
    return _written(item, values, "ceremony.add", actor, at)


@transaction.atomic
def change_item(
    *, item: CeremonyItem, values: Mapping[str, object], actor: User, at: datetime.datetime
) -> CeremonyItem:
    return _written(item, values, "ceremony.change", actor, at)


def _written(
    item: CeremonyItem, values: Mapping[str, object], action: str, actor: User, at: datetime.datetime
) -> CeremonyItem:
    changed = {name: value for name, value in values.items() if getattr(item, name) != value}
    for name, value in changed.items():
        setattr(item, name, value)
    with in_words(CeremonyRefusedError):
        item.save()
    changes = {"item": str(item.key), "fields": sorted(changed)}
    record(action=action, subject=item.ceremony, actor=actor, at=at, changes=changes)
    return item


@transaction.atomic
def remove_item(*, item: CeremonyItem, actor: User, at: datetime.datetime) -> None:
    """Take a part of the programme out, or a prize that nobody takes; a prize with winners stays."""
    _locked(item.ceremony)
    if item.winners.exists():
        raise CeremonyRefusedError(_("Juara dengan penerima tidak dapat dikeluarkan dari susunan acara."))
    ceremony, changes = item.ceremony, {"item": str(item.key)}
    item.delete()
    _renumber(ceremony)
    record(action="ceremony.remove", subject=ceremony, actor=actor, at=at, changes=changes)


@transaction.atomic
def change_evening(*, ceremony: Ceremony, values: Mapping[str, object], actor: User, at: datetime.datetime) -> Ceremony:
    _locked(ceremony)
    changed = {name: value for name, value in values.items() if getattr(ceremony, name) != value}
    for name, value in changed.items():
        setattr(ceremony, name, value)
    ceremony.save()
    record(action="ceremony.change", subject=ceremony, actor=actor, at=at, changes={"fields": sorted(changed)})
    return ceremony


@transaction.atomic
def write_winner(
    *, winner: CeremonyWinner, values: Mapping[str, object], actor: User, at: datetime.datetime
) -> CeremonyWinner:
    """Write what is known of a winner; a changed text waits for its second person anew.

    A citation that takes longer to read than the evening allows is refused. People are in no trail: it keeps which
    fields were changed, the printed versions keep what they said.
    """
    row = CeremonyWinner.objects.select_for_update(of=("self",)).select_related("item__ceremony").get(pk=winner.pk)
    ceremony = row.item.ceremony
    seconds = reading_seconds(str(values.get("citation", row.citation)))
    if seconds > ceremony.citation_seconds:
        raise CeremonyRefusedError(
            _("Kalimat ini perlu %(seconds)d detik, paling lama %(limit)d detik. Pendekkan kalimatnya.")
            % {"seconds": seconds, "limit": ceremony.citation_seconds}
        )
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if any(name in TEXTS for name in changed):
        row.written_by, row.written_at, row.approved_by, row.approved_at, row.exemption = actor, at, None, None, ""
    row.save()
    changes = {"item": str(row.item.key), "entry": str(row.entry.public_id), "fields": changed}
    record(action="ceremony.write", subject=ceremony, actor=actor, at=at, changes=changes)
    return row


@transaction.atomic
def approve_winner(*, winner: CeremonyWinner, seen: str, actor: User, at: datetime.datetime) -> CeremonyWinner:
    """Approve the texts of a winner as the independent second person; `seen` is the mark of the texts as read."""
    row = (
        CeremonyWinner.objects.select_for_update(of=("self",))
        .select_related("item__ceremony", "written_by")
        .get(pk=winner.pk)
    )
    if row.written_by is None or row.approved_at is not None:
        raise CeremonyRefusedError(_("Teks ini tidak menunggu persetujuan. Muat ulang halaman ini."))
    if row.written_by_id == actor.pk:
        raise CeremonyRefusedError(_("Anda yang menulis teks ini. Orang kedua yang menyetujuinya."))
    if texts_mark(row) != seen:
        raise CeremonyRefusedError(_("Teks ini baru saja diubah. Baca lagi, lalu setujui."))
    row.exemption = exemption_for(row.written_by, actor, at=at)
    row.approved_by, row.approved_at = actor, at
    row.save()
    changes = {
        "item": str(row.item.key),
        "entry": str(row.entry.public_id),
        "texts": texts_mark(row),
        "written_by": row.written_by_id,
        "exemption": row.exemption,
    }
    record(action="ceremony.approve", subject=row.item.ceremony, actor=actor, at=at, changes=changes)
    return row


def texts_mark(winner: CeremonyWinner) -> str:
    return digest([getattr(winner, name) for name in TEXTS])[:16]


@transaction.atomic
def print_sheet(*, ceremony: Ceremony, actor: User, at: datetime.datetime) -> RunSheet:
    """Freeze what the sheet says now as its next version; what is printed already is returned as it is."""
    _locked(ceremony)
    results = results_of(items_of(ceremony)).values()
    held = [one for one in results if standing_of(one.publication, one.publication.digest) == ResultStanding.HOLDS]
    _number_what_is_handed_over(ceremony, held)
    now = sheet_now(ceremony, is_whole=True)
    if now.stale or not now.content["results"]:
        raise CeremonyRefusedError(
            _("Susunan ini memakai hasil yang tidak berlaku lagi. Perbarui dari hasil yang berlaku, lalu cetak.")
        )
    if not now.is_new and now.printed is not None:
        return now.printed
    content = canonical_json(now.content)
    sheet = RunSheet.objects.create(
        ceremony=ceremony,
        number=now.number,
        content=content.decode(),
        digest=hashlib.sha256(content).hexdigest(),
        printed_at=at,
        printed_by=actor,
    )
    changes = {"number": sheet.number, "digest": sheet.digest}
    record(action="ceremony.print", subject=ceremony, actor=actor, at=at, changes=changes)
    return sheet
