"""Write the minutes of a plenary: canonical content and its digest. Later minutes say what they correct."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from awards.jury.models.plenary import Minutes, Plenary
from awards.jury.selectors.minutes import TabledResult, correction, minutes_content
from awards.jury.services.errors import JuryError
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.lib.canonical import canonical_json, digest


@transaction.atomic
def write_minutes(
    *, plenary: Plenary, tabled: TabledResult, reason: str, actor: User, at: datetime.datetime
) -> Minutes:
    """Freeze what the plenary decided and on which result; `reason` says what later minutes correct."""
    if plenary.closed_at is None:
        raise JuryError(_("Berita acara dibuat setelah pleno ditutup. Tidak ada yang disimpan."))
    earlier = list(Minutes.objects.filter(plenary=plenary).order_by("number"))
    if earlier and not reason.strip():
        raise JuryError(_("Tulis apa yang diperbaiki berita acara ini. Tidak ada yang disimpan."))
    content = minutes_content(plenary, tabled)
    number = earlier[-1].number + 1 if earlier else 1
    content |= {"number": number, "corrects": correction(earlier, content, reason.strip())}
    minutes = Minutes.objects.create(
        plenary=plenary,
        number=number,
        content=canonical_json(content).decode(),
        digest=digest(content),
        written_at=at,
        written_by=actor,
    )
    record(
        action="jury.minutes",
        subject=minutes,
        actor=actor,
        at=at,
        reason=reason.strip(),
        changes={"panel": plenary.panel.name, "number": number, "digest": minutes.digest},
    )
    return minutes
