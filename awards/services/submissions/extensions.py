"""Grant more time by letter, in force at once."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from awards.models.editions import Category, StageKind
from awards.models.entries import Entry
from awards.models.submissions import Extension
from awards.selectors.editions import stage_window
from paritrana.accounts.models import User
from paritrana.audit.services import record
from regions.models import Region


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


@transaction.atomic
def grant_extension(
    *,
    category: Category,
    beneficiary: Entry | Region,
    closes_at: datetime.datetime,
    hard_closes_at: datetime.datetime,
    letter_number: str,
    reason: str,
    actor: User,
    at: datetime.datetime,
) -> Extension:
    """Give one entry or one province a later end of the submission stage."""
    check_extension(
        category=category, beneficiary=beneficiary, closes_at=closes_at, hard_closes_at=hard_closes_at, at=at
    )
    if not letter_number.strip() or not reason.strip():
        raise ExtensionRefusedError(_("Perpanjangan memerlukan nomor surat dan alasan."))
    extension = Extension.objects.create(
        category=category,
        entry=beneficiary if isinstance(beneficiary, Entry) else None,
        province=beneficiary if isinstance(beneficiary, Region) else None,
        closes_at=closes_at,
        hard_closes_at=hard_closes_at,
        letter_number=letter_number.strip(),
        reason=reason.strip(),
        approved_at=at,
        approved_by=actor,
    )
    record(
        action="extension.grant",
        subject=extension,
        actor=actor,
        at=at,
        reason=reason,
        changes=_changes(extension),
        region_code=beneficiary.province_code,
    )
    return extension


def _changes(extension: Extension) -> dict[str, object]:
    return {
        "for": "entry" if extension.entry_id else "province",
        "letter": extension.letter_number,
        "hard_closes_at": extension.hard_closes_at.isoformat(),
    }
