"""Who is in a section right now. Kept in the cache: it is a courtesy, nothing depends on it."""

import datetime
from dataclasses import dataclass

from django.core.cache import cache

from awards.models.submissions import Submission
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
    seen: dict[int, tuple[str, str, datetime.datetime, datetime.datetime]] = cache.get(key, {})
    known = seen.get(actor.pk)
    since = known[2] if known and known[1] == question else at
    seen = {person: row for person, row in seen.items() if at - row[3] < STAYS}
    seen[actor.pk] = (actor.get_full_name(), question, since, at)
    cache.set(key, seen, timeout=int(STAYS.total_seconds()))
    others = sorted((row for person, row in seen.items() if person != actor.pk), key=lambda row: row[2])
    return tuple(Visitor(name, where, entered) for name, where, entered, _last in others)
