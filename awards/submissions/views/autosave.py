"""What the form's script talks to: one answer saved, who is here, how much time is left. It works without."""

import datetime
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from awards.editions.selectors import zone_of_province
from awards.rulebooks.parsing.questionnaire import Question
from awards.submissions.forms.sections import SectionForm, seen_by_form
from awards.submissions.models.answers import Answer, Submission
from awards.submissions.selectors.countdown import countdown
from awards.submissions.selectors.dates import deadline
from awards.submissions.selectors.sheets import SectionSheet, editing, item_of, written_on
from awards.submissions.services.answers import (
    AnswerTooLongError,
    StaleAnswerError,
    SubmissionClosedError,
    questionnaire_for,
    save_answer,
)
from awards.submissions.services.presence import note_presence
from awards.submissions.views.access import own_submission, visible_submission
from awards.submissions.views.conflicts import sides
from paritrana.accounts.requests import arrived_at, signed_in_user
from paritrana.lib.indonesian import ZONE_NAMES
from paritrana.pages.templatetags.formats import time_of_day


def saved_text(submission: Submission, at: datetime.datetime) -> str:
    """Return `Tersimpan 10.42 WITA`, by the clock of the entrant's own province."""
    zone = zone_of_province(submission.entry.province_code)
    return _("Tersimpan %(time)s %(zone)s") % {"time": time_of_day(at.astimezone(zone)), "zone": ZONE_NAMES[zone]}


def _answer_payload(question: Question, answer: Answer | None) -> dict[str, Any]:
    item = item_of(question, answer, judged_on=written_on(answer) if answer else None)
    return {
        "version": item.version,
        "seen": str(seen_by_form(item)),
        "value": item.typed,
        "note": answer.note if answer else "",
        "shown": item.shown,
        "problem": item.problem,
        "by": answer.updated_by.get_full_name() if answer else "",
    }


@login_required
@require_POST
def save(request: HttpRequest, public_id: UUID, code: str) -> JsonResponse:
    """Save one question's fields; 409 with both sides when stale, 409 with the reason when closed."""
    submission = own_submission(request, public_id)
    questionnaire = questionnaire_for(submission)
    question = questionnaire.question(code)
    if question is None:
        raise Http404
    alone = SectionSheet(questionnaire.section_of(question), (item_of(question, None),))
    form = SectionForm(alone, request.POST)
    if form.refusal:
        return JsonResponse({"reason": "unreadable", "message": form.refusal}, status=400)
    writes = form.writes()
    if not writes:
        raise Http404
    actor, at = signed_in_user(request), arrived_at(request)
    try:
        answer = save_answer(submission=submission, questionnaire=questionnaire, write=writes[0], actor=actor, at=at)
    except StaleAnswerError as error:
        told = {
            "reason": "stale",
            "message": str(error),
            "current": _answer_payload(question, error.current),
            "sides": [asdict(side) for side in sides(question, writes[0], error.current, actor)],
        }
        return JsonResponse(told, status=409)
    except AnswerTooLongError as error:
        return JsonResponse({"reason": "too_long", "message": str(error)}, status=400)
    except SubmissionClosedError as error:
        return JsonResponse({"reason": "closed", "message": str(error), "clock": _clock(submission, at)}, status=409)
    payload = _answer_payload(question, answer)
    return JsonResponse({**payload, "saved": saved_text(submission, at)})


@login_required
@require_POST
def presence(request: HttpRequest, public_id: UUID, code: str) -> JsonResponse:
    """Say that the person is here; return the others, and the answers whose version the page does not know yet."""
    submission = own_submission(request, public_id)
    section = questionnaire_for(submission).section(code)
    if section is None:
        raise Http404
    others = note_presence(
        submission=submission,
        section=code,
        question=request.POST.get("question", "")[:60],
        actor=signed_in_user(request),
        at=timezone.now(),
    )
    questions = {question.code: question for question in section.questions}
    known = {key: request.POST.get(key, "0") for key in questions}
    rows = Answer.objects.filter(submission=submission, question__in=list(questions)).select_related("updated_by")
    changed = {
        row.question: _answer_payload(questions[row.question], row)
        for row in rows
        if str(row.version) != known[row.question]
    }
    people = [{"name": other.name, "question": other.question} for other in others]
    return JsonResponse({"people": people, "changed": changed, "clock": _clock(submission, timezone.now())})


@login_required
@require_GET
def clock(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """Tell the server's time and the deadline as they are now, also after an extension."""
    return JsonResponse(_clock(visible_submission(request, public_id), timezone.now()))


def _clock(submission: Submission, at: datetime.datetime) -> dict[str, str | bool]:
    """Return what countdown.js reads, with the deadline as it stands in the database."""
    state = editing(submission, at=at)
    held = countdown(deadline(submission.entry, submission, at=at), state, at=at)
    return {
        "is_open": state.is_open,
        "now": held.now.isoformat(),
        "label": held.label,
        "deadline": held.deadline.isoformat() if held.deadline else "",
        "text": held.text,
        "others": held.others,
        "until": held.until.isoformat() if held.until else "",
        "lead": held.lead,
        "reason": held.reason,
        "next": held.next,
    }
