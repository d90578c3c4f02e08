"""Tell an office of what happened to its form: everybody who may write in it."""

import datetime

from django.utils import timezone

from awards.news.models import NewsKind
from awards.news.services import Happening, tell
from awards.submissions.models.answers import Submission
from awards.submissions.selectors.offices import NOBODY, people_of_offices


def on_form(submission: Submission, kind: NewsKind, key: str, **values: object) -> Happening:
    """Return an event about a form, leading to it; what else it says is laid beside by the caller."""
    return Happening(
        kind=kind,
        key=key,
        office=submission.entry.office,
        entry=submission.entry,
        values={"submission": str(submission.public_id), **values},
    )


def tell_office(happening: Happening, *, at: datetime.datetime, besides: int | None = None) -> None:
    """Tell everybody of the office who may write in its form, but for the person with the key `besides`."""
    found = people_of_offices([happening.office], on=timezone.localdate(at)).get(happening.office, NOBODY)
    tell(happening=happening, people=[user for user in found.everyone if user.pk != besides], at=at)
