"""Who is in a section right now. Kept in the cache: it is a courtesy, nothing depends on it."""

import datetime
from dataclasses import dataclass

from django.core.cache import cache

from awards.submissions.models.answers import Submission
from paritrana.accounts.models import User

# Longer than the slowest beat of a page (`BEAT_ALONE` in autosave.js).
STAYS = datetime.timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A colleague in the same section and the question the colleague is at, "" for none."""

    name: str
    question: str
    since: datetime.datetime


def note_presence(
    *, submission: Submission, section: str, question: str, actor: User, at: datetime.datetime
) -> tuple[Visitor, ...]:
    """Note that a person is here and return the others who were seen lately."""
    key = f"presence:{submission.pk}:{section}"
    # Name, question, since when and last seen, as JSON can hold them.
    seen: dict[str, tuple[str, str, float, float]] = cache.get(key, {})
    me, now = str(actor.pk), at.timestamp()
    known = seen.get(me)
    since = known[2] if known and known[1] == question else now
    seen = {person: row for person, row in seen.items() if now - row[3] < STAYS.total_seconds()}
    seen[me] = (actor.get_full_name(), question, since, now)
    cache.set(key, seen, timeout=int(STAYS.total_seconds()))
    others = sorted((row for person, row in seen.items() if person != me), key=lambda row: row[2])
    return tuple(
        Visitor(name, where, datetime.datetime.fromtimestamp(entered, tz=datetime.UTC))
        for name, where, entered, _last in others
    )
