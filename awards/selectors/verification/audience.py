"""To whom exactly a mail of the secretariat would go: each person once, and who cannot be reached by name."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from awards.models.entries import Entry
from awards.selectors.submissions import NOBODY, office_people
from awards.selectors.verification.officers import OfficerLine
from paritrana.accounts.models import User
from paritrana.lib.canonical import digest


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person, and what the mail to that person is about: entries, or answers that wait for the officer."""

    user: User
    region_code: str
    entries: tuple[str, ...] = ()
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Audience:
    """`unreached` names who gets nothing: an entry without people, or people without an address."""

    recipients: tuple[Recipient, ...]
    unreached: tuple[str, ...]
    without_people: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Return what changes as soon as any person, address or entry differs from what was shown."""
        return digest(
            {
                "recipients": [[row.user.pk, row.user.email, row.entries] for row in self.recipients],
                "unreached": [self.unreached, self.without_people],
            }
        )


def entrant_audience(entries: Sequence[Entry], *, on: datetime.date) -> Audience:
    """Return the people who fill in or sign for these entries; two queries for any number."""
    people = office_people(entries, on=on)
    about: dict[User, list[Entry]] = {}
    unreached, without_people = [], []
    for entry in entries:
        office = people.get(entry.office, NOBODY)
        if not office.everyone:
            without_people.append(entry.name)
        for user in office.everyone:
            if user.email:
                about.setdefault(user, []).append(entry)
            else:
                unreached.append(f"{user.get_full_name()} ({entry.name})")
    recipients = tuple(
        Recipient(user, own[0].region_code, entries=tuple(entry.name for entry in own)) for user, own in about.items()
    )
    return Audience(recipients, tuple(unreached), tuple(without_people))


def verifier_audience(lines: Iterable[OfficerLine], *, region_code: str) -> Audience:
    """Return the verifiers in whose area something waits."""
    late = [line for line in lines if line.waiting]
    recipients = tuple(
        Recipient(line.officer, region_code, waiting=line.waiting) for line in late if line.officer.email
    )
    return Audience(recipients, tuple(line.officer.get_full_name() for line in late if not line.officer.email), ())
