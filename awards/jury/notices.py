"""Mails to jurors, each in its reader's own language: what happened to the own work, and where to look."""

import datetime

from django.utils.translation import gettext as _

from awards.jury.models.notices import JurorNotice
from awards.jury.selectors.noticed import is_for, notice_said, untold_notices
from awards.jury.selectors.recusal import Kept, confirmed_conflicts, kept_entries
from awards.jury.services.telling import pass_over, tell_by_mail
from paritrana.mail.services import Addressed, Letter
from paritrana.mail.wording import footer, greeting, in_language_of, named, site_link


def tell_jurors(*, at: datetime.datetime) -> int:
    """Write the mails that are due; return how many. Each is one transaction: may stop anywhere and run twice."""
    told = 0
    for notice in untold_notices():
        kept = kept_entries(confirmed_conflicts(notice.juror))
        if not is_for(notice, kept):
            pass_over(notice=notice, at=at)
            continue
        addressed = Addressed(notice.juror.user, notice_letter(notice, kept), notice.region_code)
        told += tell_by_mail(notice=notice, addressed=addressed, at=at)
    return told


def notice_letter(notice: JurorNotice, kept: Kept) -> Letter:
    """Say it without any mark: those stand on our pages only."""
    user = notice.juror.user
    with in_language_of(user):
        brand = named(notice.juror.panel.category.edition.brand_label)
        parts = [
            greeting(user.get_full_name()),
            named(notice_said(notice, kept)),
            _("Buka halaman awal Anda: %(link)s") % {"link": site_link("admin:jury_start")},
            footer(),
        ]
        return Letter(_("%(brand)s: kabar tentang penilaian Anda") % {"brand": brand}, "\n\n".join(parts))
