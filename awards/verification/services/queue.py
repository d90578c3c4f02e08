"""Hand out the next answer to verify: one officer at a time, let go by itself when abandoned."""

import datetime
from collections.abc import Collection

from django.db import IntegrityError, transaction

from awards.submissions.models.answers import Answer
from awards.verification.models import Claim
from awards.verification.selectors.queue import waiting_answers
from paritrana.accounts.models import User
from paritrana.accounts.selectors import Grants

HOLDS = datetime.timedelta(minutes=10)
TRIES = 20


def take_answer(*, answer: Answer, officer: User, at: datetime.datetime) -> bool:
    """Hold an answer for the officer; False when somebody else holds it."""
    held = {"officer": officer, "taken_at": at, "expires_at": at + HOLDS}
    mine = Claim.objects.filter(answer=answer, officer=officer).update(expires_at=at + HOLDS)
    if mine or Claim.objects.filter(answer=answer, expires_at__lte=at).update(**held):
        return True
    try:
        with transaction.atomic():
            Claim.objects.create(answer=answer, **held)
    except IntegrityError:
        return False
    return True


def take_next_answer(
    *, grants: Grants, officer: User, skipped: Collection[int], at: datetime.datetime
) -> Answer | None:
    """Hold and return the most urgent answer of the area that nobody works on; None when nothing waits."""
    for answer in waiting_answers(grants, officer=officer, at=at).exclude(pk__in=skipped)[:TRIES]:
        if take_answer(answer=answer, officer=officer, at=at):
            return answer
    return None


def let_go(*, officer: User) -> None:
    """Give back everything the officer holds."""
    Claim.objects.filter(officer=officer).delete()
