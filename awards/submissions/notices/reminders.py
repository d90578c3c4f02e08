"""Reminders of forms that are not in yet: the person's own next step, its date, and nothing about anybody else."""

import datetime
import logging

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.editions.selectors import clocks
from awards.rulebooks.selectors.sealed import RulebookTamperedError
from awards.submissions.models.answers import SubmissionState
from awards.submissions.models.reminders import ReminderRule
from awards.submissions.selectors.reminders import Duty, Owed, rules_in_season, sweep_category
from awards.submissions.services.reminders import record_reminder, withdraw_reminders
from paritrana.accounts.models import User
from paritrana.jobs.registry import JobRefusedError, Progress
from paritrana.mail.services import Addressed, Letter
from paritrana.mail.wording import footer, greeting, in_language_of, named, site_link

logger = logging.getLogger(__name__)


def remind_unfinished(*, at: datetime.datetime, progress: Progress) -> int:
    """Write to everybody whose reminder is due; return how many. Each person is one transaction: may stop anywhere.

    A category whose rulebook was touched is left out; the others are written to before the job says so.
    """
    written, refusals = 0, []
    for rule in rules_in_season(at):
        try:
            written += _remind_category(rule, at=at, progress=progress)
        except RulebookTamperedError as refusal:
            logger.error("category %s is not reminded: %s", rule.category_id, refusal)
            refusals.append(str(refusal))
    if refusals:
        raise JobRefusedError(" ".join(refusals))
    return written


def _remind_category(rule: ReminderRule, *, at: datetime.datetime, progress: Progress) -> int:
    sweep = sweep_category(rule, at=at)
    withdraw_reminders(category=rule.category, owing=sweep.owing)
    written = 0
    for place, duty in enumerate(sweep.duties):
        progress.advance(place, len(sweep.duties), str(rule.category))
        addressed = Addressed(duty.user, reminder_letter(duty), duty.owed[0].entry.region_code)
        escalations = [
            (form, Addressed(head, escalation_letter(head, form, worker=duty.user), form.entry.region_code))
            for head, form in duty.heads
        ]
        written += record_reminder(
            category=rule.category, duty=duty, addressed=addressed, escalations=escalations, at=at
        )
    return written


def next_step(form: Owed) -> str:
    """Say what the office does next; the same words as on its page, in a mail's tone."""
    if form.submission is None:
        return _("isian belum dimulai")
    if form.submission.state == SubmissionState.RETURNED:
        return _("ada yang perlu diperjelas, lalu dikirim lagi")
    return _("isian tersimpan sebagai draf dan belum dikirim")


def _deadline(form: Owed) -> str:
    own, *others = clocks(form.until, province_code=form.entry.province_code)
    return f"{own.text} ({', '.join(clock.text for clock in others)})"


def _line(form: Owed) -> str:
    return _("- %(entry)s, %(category)s: %(step)s. Batas: %(deadline)s.") % {
        "entry": named(form.entry.name),
        "category": named(form.entry.category.name),
        "step": next_step(form),
        "deadline": _deadline(form),
    }


def reminder_letter(duty: Duty) -> Letter:
    with in_language_of(duty.user):
        return _reminder_letter(duty)


def _reminder_letter(duty: Duty) -> Letter:
    brand = named(duty.owed[0].entry.category.edition.brand_label)
    subject = ngettext(
        "%(brand)s: isian Anda belum terkirim", "%(brand)s: %(count)d isian Anda belum terkirim", len(duty.owed)
    ) % {"brand": brand, "count": len(duty.owed)}
    parts = [
        greeting(duty.user.get_full_name()),
        _("Langkah Anda berikutnya:"),
        "\n".join(_line(form) for form in duty.owed),
        _("Buka isian Anda: %(link)s") % {"link": site_link("submissions")},
        _("Yang sudah Anda ketik tetap tersimpan. Begitu isian terkirim, pengingat berhenti dengan sendirinya."),
    ]
    if duty.is_last:
        parts.append(_("Ini pengingat terakhir untuk batas ini."))
    return Letter(subject, "\n\n".join([*parts, footer()]))


def escalation_letter(head: User, form: Owed, *, worker: User) -> Letter:
    """Tell the signer that the time is nearly over; once per form."""
    with in_language_of(head):
        return _escalation_letter(head, form, worker)


def _escalation_letter(head: User, form: Owed, worker: User) -> Letter:
    parts = [
        greeting(head.get_full_name()),
        _("Anda tercatat sebagai penandatangan atau pemilik isian ini, yang batasnya sudah dekat:"),
        _line(form),
        _("Petugas yang mengisi, %(worker)s, sudah diingatkan.") % {"worker": named(worker.get_full_name())},
        _("Buka isian kantor Anda: %(link)s") % {"link": site_link("submissions")},
        footer(),
    ]
    brand = named(form.entry.category.edition.brand_label)
    return Letter(_("%(brand)s: isian kantor Anda belum terkirim") % {"brand": brand}, "\n\n".join(parts))
