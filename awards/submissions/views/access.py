"""Fetch what the person may see, or answer 404; say what the frame of every page here shows."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.rulebooks.parsing.questionnaire import Questionnaire
from awards.rulebooks.selectors.sealed import questionnaire_of, sealed_rulebook
from awards.submissions.models.answers import Submission
from awards.submissions.policies import may_return_submission
from awards.submissions.selectors.countdown import countdown
from awards.submissions.selectors.dates import Deadline, deadline
from awards.submissions.selectors.people import Rights, rights
from awards.submissions.selectors.sheets import Editing, SectionSheet, Sheet, editing, sheet
from paritrana.accounts.requests import request_grants, signed_in_user

RELATED = ("entry__category__edition", "entry__region", "entry__ministry", "entry__employer", "submitted_by")


@dataclass(frozen=True, slots=True)
class Room:
    """One submission as one person sees it now."""

    submission: Submission
    questionnaire: Questionnaire
    sheet: Sheet
    editing: Editing
    deadline: Deadline
    may_fill: bool
    may_sign: bool
    may_return: bool
    at: datetime.datetime

    @property
    def is_writable(self) -> bool:
        return self.may_fill and self.editing.is_open

    def section(self, code: str) -> SectionSheet:
        found = self.sheet.section(code)
        if found is None:
            raise Http404
        return found

    def context(self) -> dict[str, Any]:
        """Return what the column beside every page needs."""
        return {
            "room": self,
            "submission": self.submission,
            "entry": self.submission.entry,
            "category": self.submission.entry.category,
            "countdown": countdown(self.deadline, self.editing, at=self.at),
        }


def visible_submission(request: HttpRequest, public_id: UUID) -> Submission:
    """Return a submission through the one door; strangers get 404."""
    rows = Submission.objects.visible_to(request_grants(request)).select_related(*RELATED)
    return get_object_or_404(rows, public_id=public_id)


def office_submission(request: HttpRequest, public_id: UUID) -> Submission:
    """Return a submission of the own office; everybody else gets 404, also those who may read it."""
    rows = Submission.objects.editable_by(request_grants(request)).select_related("entry__category")
    return get_object_or_404(rows, public_id=public_id)


def office_rights(request: HttpRequest, submission: Submission) -> Rights:
    return rights(signed_in_user(request), request_grants(request), submission.entry.office)


def own_submission(request: HttpRequest, public_id: UUID) -> Submission:
    """Return a submission that the person may write in; a colleague who may only look is told so."""
    submission = office_submission(request, public_id)
    if not office_rights(request, submission).may_edit:
        raise PermissionDenied(_("Wewenang Anda di kantor ini hanya melihat isian."))
    return submission


def signable_submission(request: HttpRequest, public_id: UUID) -> Submission:
    """Return a submission that the person may send in for the office."""
    submission = office_submission(request, public_id)
    if not office_rights(request, submission).may_submit:
        raise PermissionDenied(_("Hanya penandatangan kantor ini yang dapat mengirim atau menarik isian."))
    return submission


def enter_room(request: HttpRequest, submission: Submission) -> Room:
    held = request_grants(request)
    at = timezone.now()
    own = office_rights(request, submission)
    questionnaire = questionnaire_of(sealed_rulebook(submission.entry.category))
    return Room(
        submission=submission,
        questionnaire=questionnaire,
        sheet=sheet(submission, questionnaire),
        editing=editing(submission, at=at),
        deadline=deadline(submission.entry, submission, at=at),
        may_fill=own.may_edit,
        may_sign=own.may_submit,
        may_return=may_return_submission(held, submission),
        at=at,
    )
