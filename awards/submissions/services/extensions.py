"""Grant more time by letter, in force at once."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from awards.editions.models import Category, StageKind
from awards.editions.selectors import stage_window
from awards.entries.models import Entry
from awards.submissions.models.extensions import Extension
from paritrana.accounts.models import User
from paritrana.audit.services import record
from regions.models.regions import Region


class ExtensionRefusedError(Exception):
    """The extension is not granted; the message says what to mend."""


def check_extension(
    *,
    category: Category,
    beneficiary: Entry | Region,
    closes_at: datetime.datetime,
    hard_closes_at: datetime.datetime,
    at: datetime.datetime,
) -> None:
    """Raise when the new end is none."""
    window = stage_window(category, StageKind.SUBMISSION, province_code=beneficiary.province_code)
    if window is None:
        raise ExtensionRefusedError(_("Kategori ini belum memiliki jadwal pengisian."))
    if not window.closes_at < closes_at <= hard_closes_at or hard_closes_at <= at:
        raise ExtensionRefusedError(
            _("Batas baru harus sesudah batas semula dan di masa depan; batas sistem tidak mendahului batas resmi.")
        )


@dataclass(frozen=True, slots=True)
class ExtensionLetter:
    """The letter that gives more time: until when, by which number, why."""

    closes_at: datetime.datetime
    hard_closes_at: datetime.datetime
    letter_number: str
    reason: str


@transaction.atomic
def grant_extension(
    *,
    category: Category,
    beneficiary: Entry | Region,
    letter: ExtensionLetter,
    actor: User,
    at: datetime.datetime,
) -> Extension:
    """Give one entry or one province a later end of the submission stage."""
    check_extension(
        category=category,
        beneficiary=beneficiary,
        closes_at=letter.closes_at,
        hard_closes_at=letter.hard_closes_at,
        at=at,
    )
    if not letter.letter_number.strip() or not letter.reason.strip():
        raise ExtensionRefusedError(_("Perpanjangan memerlukan nomor surat dan alasan."))
    extension = Extension.objects.create(
        category=category,
        entry=beneficiary if isinstance(beneficiary, Entry) else None,
        province=beneficiary if isinstance(beneficiary, Region) else None,
        closes_at=letter.closes_at,
        hard_closes_at=letter.hard_closes_at,
        letter_number=letter.letter_number.strip(),
        reason=letter.reason.strip(),
        approved_at=at,
        approved_by=actor,
    )
    record(
        action="extension.grant",
        subject=extension,
        actor=actor,
        at=at,
        reason=letter.reason,
        changes=_changes(extension),
    )
    return extension


def _changes(extension: Extension) -> dict[str, object]:
    return {
        "for": "entry" if extension.entry_id else "province",
        "letter": extension.letter_number,
        "hard_closes_at": extension.hard_closes_at.isoformat(),
    }
