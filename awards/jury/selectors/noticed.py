"""What a juror has not read yet, in words, and who is to be told of what concerns an own mark."""

import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.entries.models import Entry
from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.notices import JurorNotice, NoticeKind
from awards.jury.models.panels import Juror, Panel
from awards.jury.selectors.recusal import NOTHING_KEPT, Kept, confirmed_conflicts, kept_entries
from awards.jury.selectors.remarks import readable_remarks
from awards.jury.selectors.seats import remaining_jurors
from awards.jury.selectors.sight import entries_with_open_marks, judged_entries
from paritrana.accounts.models import User


def unread_notices(seat: Juror) -> QuerySet[JurorNotice]:
    """Return the newest first; what is about an entry of a confirmed conflict is kept from the juror."""
    rows = JurorNotice.objects.filter(juror=seat, seen_at=None).exclude(entry__in=confirmed_conflicts(seat))
    return rows.select_related("entry", "juror__panel").order_by("-created_at", "-pk")


def untold_notices() -> QuerySet[JurorNotice]:
    """Return what nobody has read and no mail has told, without what is kept from the juror by a conflict."""
    conflict = Conflict.objects.filter(juror=OuterRef("juror"), entry=OuterRef("entry"), state=ConflictState.CONFIRMED)
    rows = JurorNotice.objects.filter(~Exists(conflict), told_at=None, seen_at=None).order_by("pk")
    return rows.select_related("entry", "juror__user", "juror__panel__category__edition")


def said_notices(seat: Juror) -> list[tuple[JurorNotice, str]]:
    """Return what the seat has not read and may know of, in words."""
    notices = list(unread_notices(seat))
    kept = kept_entries(confirmed_conflicts(seat)) if notices else NOTHING_KEPT
    return [(notice, notice_said(notice, kept)) for notice in notices if is_for(notice, kept)]


def is_for(notice: JurorNotice, kept: Kept) -> bool:
    """Tell whether there is anything the juror may know: remarks that name an entry kept from them do not exist."""
    if notice.kind != NoticeKind.DISCUSSED or notice.entry is None or kept is NOTHING_KEPT:
        return True
    remarks = readable_remarks(notice.juror.panel, notice.entry, kept)
    return any(row.written_at >= notice.created_at for row in remarks)


def notice_said(notice: JurorNotice, kept: Kept) -> str:
    """Say what happened, in the reader's language; a reason that names an entry kept from the juror stays out."""
    entry = notice.entry.name if notice.entry else ""
    match notice.kind:
        case NoticeKind.REOPENED:
            reason = kept.blanked(notice.reason)
            if reason:
                return _("Lembar nilai Anda untuk %(entry)s dibuka kembali. Alasannya: %(reason)s") % {
                    "entry": entry,
                    "reason": reason,
                }
            return _("Lembar nilai Anda untuk %(entry)s dibuka kembali. Tanyakan alasannya kepada sekretariat.") % {
                "entry": entry
            }
        case NoticeKind.DISCUSSED:
            return _("Ada pendapat baru tentang nilai untuk %(entry)s, yang juga Anda nilai.") % {"entry": entry}
        case NoticeKind.MODERATED:
            return _("Selisih nilai untuk %(entry)s dibahas, termasuk nilai Anda.") % {"entry": entry}
        case _:
            return _("Pleno %(panel)s sudah dimulai.") % {"panel": notice.juror.panel.name}


def sitting_jurors(panel: Panel, *, at: datetime.datetime, actor: User) -> list[Juror]:
    """Return who sits in the panel besides the one who acts."""
    seats = remaining_jurors(on=timezone.localdate(at)).filter(panel=panel).exclude(user=actor)
    return list(seats.select_related("user", "panel__category").order_by("pk"))


def jurors_judging(panel: Panel, entry: Entry, *, at: datetime.datetime, actor: User) -> list[Juror]:
    """Return those of them whose word on the entry is given and who may see the others' marks on it."""
    return [
        seat
        for seat in sitting_jurors(panel, at=at, actor=actor)
        if entry.pk in judged_entries(seat) and entry.pk in entries_with_open_marks(seat, at=at)
    ]
