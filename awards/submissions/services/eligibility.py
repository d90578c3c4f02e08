"""Answer the conditions before the form. Every round of answers is kept; the latest counts."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from awards.entries.models import Entry, EntryState
from awards.rulebooks.selectors.sealed import questionnaire_of, sealed_rulebook
from awards.submissions.models.eligibility import EligibilityCheck
from awards.submissions.selectors.dates import submission_window
from awards.submissions.selectors.eligibility import Eligibility
from awards.submissions.services.answers import SubmissionClosedError
from paritrana.accounts.models import User
from paritrana.audit.services import record


class UnansweredConditionError(Exception):
    """Not every condition was answered; nothing was stored."""


class NotEligibleError(Exception):
    """The conditions are not met, or not answered yet; the message says what to do."""


@transaction.atomic
def check_eligibility(
    *, entry: Entry, answers: Mapping[str, bool], actor: User, at: datetime.datetime
) -> EligibilityCheck:
    """Store the answers to every condition, as often as the office likes while the form is open."""
    if entry.state != EntryState.ADMITTED:
        raise SubmissionClosedError(_("Peserta ini belum diterima atau sudah mundur, jadi belum dapat mengisi."))
    window = submission_window(entry)
    if window is None or not window.is_open(at):
        raise SubmissionClosedError(_("Masa pengisian belum dibuka atau sudah ditutup. Jawaban Anda tidak disimpan."))
    rulebook = sealed_rulebook(entry.category)
    conditions = questionnaire_of(rulebook).conditions
    if any(condition.code not in answers for condition in conditions):
        raise UnansweredConditionError(_("Jawab semua pertanyaan dahulu. Jawaban yang sudah Anda pilih masih ada."))
    check = EligibilityCheck.objects.create(
        entry=entry,
        answers={condition.code: answers[condition.code] for condition in conditions},
        is_eligible=all(answers[condition.code] == condition.expects_yes for condition in conditions),
        rulebook_digest=rulebook.digest,
        at=at,
        answered_by=actor,
    )
    record(
        action="eligibility.check",
        subject=check,
        actor=actor,
        at=at,
        changes={"answers": check.answers, "is_eligible": check.is_eligible},
    )
    return check


def require_eligibility(standing: Eligibility) -> None:
    """Raise unless the office may begin to fill in."""
    if standing.reasons:
        raise NotEligibleError(" ".join(standing.reasons))
    if not standing.allows_start:
        raise NotEligibleError(_("Jawab pemeriksaan syarat dahulu; hanya perlu dua menit."))


def refuse_ineligible(standing: Eligibility) -> None:
    """Raise when the office's latest answers say that it does not meet the conditions; silence is no refusal."""
    if standing.reasons:
        raise NotEligibleError(
            _("Menurut pemeriksaan syarat, isian ini belum dapat dikirim: %(reasons)s Isian Anda tetap tersimpan.")
            % {"reasons": " ".join(standing.reasons)}
        )
