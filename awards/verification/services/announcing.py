"""Tell offices that their verdicts may be read: the clock opens the window, no person does."""

import datetime
from dataclasses import replace

from awards.news.models import NewsKind
from awards.submissions.services.telling import on_form, tell_office
from awards.verification.selectors.announcing import unannounced


def announce_results(*, at: datetime.datetime) -> int:
    """Tell each office once of each window; return how many. May stop anywhere and run twice."""
    told = 0
    for found in unannounced(at):
        key = f"{found.submission.pk}:{found.closes_at.isoformat()}"
        happening = on_form(found.submission, NewsKind.RESULTS, key, **found.verdicts)
        tell_office(replace(happening, due_at=found.closes_at), at=at)
        told += 1
    return told
