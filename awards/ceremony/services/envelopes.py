"""Write down what a look at an envelope found."""

import datetime

from django.db import transaction

from awards.ceremony.models import EnvelopeCheck, RunSheet
from awards.ceremony.selectors.envelopes import EnvelopeAnswer
from paritrana.accounts.models import User


@transaction.atomic
def note_check(
    *, sheet: RunSheet, answer: EnvelopeAnswer, codes: tuple[str, str], actor: User, at: datetime.datetime
) -> EnvelopeCheck:
    """Keep every check, also the red ones; the newest of a winner is the one that counts."""
    return EnvelopeCheck.objects.create(
        ceremony_id=sheet.ceremony_id,
        sheet=sheet,
        winner_key=answer.envelope.winner_key if answer.envelope else "",
        envelope_code=codes[0],
        content_code=codes[1],
        verdict=answer.verdict,
        checked_at=at,
        checked_by=actor,
    )
