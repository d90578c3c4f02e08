"""To whom exactly a mail of the secretariat would go: each person once, and who cannot be reached by name."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from awards.entries.models import Entry
from awards.progress.selectors.officers import OfficerLine, covers, shared_areas
from awards.submissions.selectors.offices import NOBODY, office_people
from paritrana.accounts.models import User
from paritrana.lib.canonical import digest


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person, and what the mail to that person is about: entries, or answers that wait for the officer.

    `region_codes` are the regions that the mail speaks of; it is filed under the first of them.
    """

    user: User
    region_codes: tuple[str, ...]
    entries: tuple[str, ...] = ()
    waiting: int = 0

    @property
    def region_code(self) -> str:
        return self.region_codes[0]


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


def filing_scope(scopes: Iterable[str], audience: Audience) -> str:
    """Return the scope that holds all that these mails speak of; the nation ("") where no single one does."""
    spoken_of = {code for person in audience.recipients for code in person.region_codes}
    fitting = [scope for scope in scopes if all(covers(scope, code) for code in spoken_of)]
    return min(fitting, default="")


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
        Recipient(user, tuple(entry.region_code for entry in own), entries=tuple(entry.name for entry in own))
        for user, own in about.items()
    )
    return Audience(recipients, tuple(unreached), tuple(without_people))


def verifier_audience(lines: Iterable[OfficerLine], *, scopes: Collection[str]) -> Audience:
    """Return the verifiers in whose area something waits, each as far as that area lies within the scopes."""
    late = [line for line in lines if line.waiting]
    recipients = tuple(
        Recipient(line.officer, shared_areas(line.codes, scopes), waiting=line.waiting)
        for line in late
        if line.officer.email
    )
    return Audience(recipients, tuple(line.officer.get_full_name() for line in late if not line.officer.email), ())
