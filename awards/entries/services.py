"""Who competes: nominate, admit, withdraw, exclude, and enrol everyone whom a category lets in."""

import datetime
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from awards.editions.models import Category
from awards.entries.models import Entry, EntryState
from awards.entries.selectors import eligibility, eligible_entrants, new_entry, zone_codes
from employers.models.employers import Employer
from ministries.models import Ministry
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.constraints import in_words
from regions.models.regions import Region

CHUNK = 2000

MOVES: dict[EntryState, frozenset[EntryState]] = {
    EntryState.ADMITTED: frozenset({EntryState.NOMINATED, EntryState.WITHDRAWN, EntryState.EXCLUDED}),
    EntryState.WITHDRAWN: frozenset({EntryState.NOMINATED, EntryState.ADMITTED}),
    EntryState.EXCLUDED: frozenset({EntryState.NOMINATED, EntryState.ADMITTED}),
}


class NotAdmissibleError(Exception):
    """The category's filters do not let this entrant in."""


class AlreadyEnteredError(Exception):
    """The entrant is in the category already; the message says so."""


class EntryMovedError(Exception):
    """The entry is not in a state from which this move is allowed."""


@transaction.atomic
def nominate_entrant(
    *, category: Category, entrant: Region | Ministry | Employer, actor: User | None, at: datetime.datetime
) -> Entry:
    verdict = eligibility(category, entrant)
    if not verdict.is_eligible:
        raise NotAdmissibleError(verdict.reason)
    entry = new_entry(category, entrant, zones=zone_codes(category))
    entry.created_at = at
    with in_words(AlreadyEnteredError):
        entry.save(force_insert=True)
    record(
        action="entry.nominate",
        subject=entry,
        actor=actor,
        at=at,
        changes={"category": category.pk, "name": entry.name},
    )
    return entry


@transaction.atomic
def _move(
    *, entry: Entry, to: EntryState, action: str, reason: str, actor: User | None, at: datetime.datetime
) -> Entry:
    moved = Entry.objects.filter(pk=entry.pk, state__in=MOVES[to]).update(state=to)
    if not moved:
        raise EntryMovedError(
            _("Status peserta sudah berubah, jadi tindakan ini tidak dilakukan. Muat ulang halaman lalu periksa lagi.")
        )
    entry.refresh_from_db()
    record(action=action, subject=entry, actor=actor, at=at, reason=reason)
    return entry


def admit_entry(*, entry: Entry, actor: User | None, at: datetime.datetime) -> Entry:
    return _move(entry=entry, to=EntryState.ADMITTED, action="entry.admit", reason="", actor=actor, at=at)


def withdraw_entry(*, entry: Entry, reason: str, actor: User | None, at: datetime.datetime) -> Entry:
    return _move(entry=entry, to=EntryState.WITHDRAWN, action="entry.withdraw", reason=reason, actor=actor, at=at)


def exclude_entry(*, entry: Entry, reason: str, actor: User | None, at: datetime.datetime) -> Entry:
    return _move(entry=entry, to=EntryState.EXCLUDED, action="entry.exclude", reason=reason, actor=actor, at=at)


@transaction.atomic
def enrol_entrants(*, category: Category, actor: User | None, at: datetime.datetime) -> int:
    """Admit everyone whom the category's filters let in and who is not entered yet; return how many came in.

    Streams, writes in bulk, and may run twice: whoever is in stays as they are.
    """
    zones = zone_codes(category)
    before = Entry.objects.filter(category=category).count()
    entrants = eligible_entrants(category)
    while chunk := list(islice(entrants, CHUNK)):
        entries = [new_entry(category, entrant, zones=zones) for entrant in chunk]
        for entry in entries:
            entry.state = EntryState.ADMITTED
            entry.created_at = at
        Entry.objects.bulk_create(entries, ignore_conflicts=True)
    added = Entry.objects.filter(category=category).count() - before
    if added:
        record(
            action="entry.enrol",
            subject=category,
            actor=actor,
            at=at,
            changes={"added": added},
        )
    return added
