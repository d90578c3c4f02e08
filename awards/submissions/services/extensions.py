"""Grant more time by letter, in force at once."""

import datetime
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from awards.editions.models import Category, StageKind
from awards.editions.selectors import stage_window
from awards.entries.models import Entry
from awards.news.models import NewsKind
from awards.news.services import Happening
from awards.submissions.models.answers import Submission, SubmissionState
from awards.submissions.models.extensions import Extension
from awards.submissions.services.telling import on_form, tell_office
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
    for entry in _unsent(category, beneficiary):
        happening = _granted(extension, entry)
        tell_office(replace(happening, due_at=extension.closes_at, text=extension.reason), at=at)
    return extension


def _unsent(category: Category, beneficiary: Entry | Region) -> list[Entry]:
    """Return whom more time helps: the named entry, or those of the province whose form is not in."""
    if isinstance(beneficiary, Entry):
        return [beneficiary]
    rows = Entry.objects.filter(category=category, province_code=beneficiary.province_code).admitted()
    return list(rows.exclude(submission__state=SubmissionState.SUBMITTED).select_related("submission").order_by("pk"))


def _granted(extension: Extension, entry: Entry) -> Happening:
    key, letter = f"{extension.pk}:{entry.pk}", extension.letter_number
    submission: Submission | None = getattr(entry, "submission", None)
    if submission is not None:
        return on_form(submission, NewsKind.EXTENSION, key, letter=letter)
    return Happening(NewsKind.EXTENSION, key, entry.office, entry=entry, values={"letter": letter})


def _changes(extension: Extension) -> dict[str, object]:
    return {
        "for": "entry" if extension.entry_id else "province",
        "letter": extension.letter_number,
        "hard_closes_at": extension.hard_closes_at.isoformat(),
    }
