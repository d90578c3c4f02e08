"""Count the codes of second factors that a person tries: six digits are soon guessed by whoever may go on."""

import datetime
from datetime import timedelta

from django.db.models import F

from paritrana.accounts.models import CodeAttempts, User

ATTEMPTS = 5
WINDOW = timedelta(minutes=15)


def take_code_attempt(*, user: User, at: datetime.datetime) -> bool:
    """Return whether one more code may be tried now; it then counts, whatever comes of it."""
    CodeAttempts.objects.get_or_create(user=user, defaults={"since": at})
    CodeAttempts.objects.filter(user=user, since__lte=at - WINDOW).update(count=0, since=at)
    return CodeAttempts.objects.filter(user=user, count__lt=ATTEMPTS).update(count=F("count") + 1) == 1


def forget_code_attempts(*, user: User) -> None:
    """Begin anew after a right code."""
    CodeAttempts.objects.filter(user=user).delete()
