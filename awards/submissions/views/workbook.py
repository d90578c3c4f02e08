"""The questionnaire as a workbook: down, filled in off line, up again with a dry run before anything is stored."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from awards.rulebooks.parsing.questionnaire import QuestionKind
from awards.sentences import refusal, sentence
from awards.submissions.exports.questionnaire import questionnaire_workbook
from awards.submissions.parsing.answer_sheet import AnswerSheetError, SheetAnswer, read_answer_sheet
from awards.submissions.parsing.answers import Reading, read_answer, shown_answer, whole_number
from awards.submissions.selectors.sheets import Item
from awards.submissions.services.answers import (
    AnswerTooLongError,
    SubmissionClosedError,
    UnknownQuestionError,
    Write,
    save_answers,
)
from awards.submissions.views.access import Room, enter_room, own_submission, visible_submission
from paritrana.accounts.looks import note_export
from paritrana.accounts.requests import arrived_at, signed_in_user
from paritrana.lib.table_faults import TableRefusedError
from paritrana.uploads.reading import refusal_message

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class WorkbookLine:
    """One answer that the file would change: what is stored, what the file says, what is wrong with it."""

    item: Item
    found: SheetAnswer
    reading: Reading

    @property
    def is_stale(self) -> bool:
        """Whether somebody changed the answer after the file was made."""
        return self.found.version != self.item.version

    @property
    def problem(self) -> str:
        return sentence(self.reading.problem) if self.reading.problem else ""

    @property
    def shown(self) -> str:
        return shown_answer(self.item.question, self.reading.canonical) or self.found.value


def _is_changed(item: Item, found: SheetAnswer, reading: Reading) -> bool:
    is_same_answer = found.value == item.typed or (
        not reading.problem and not item.reading.problem and reading.canonical == item.reading.canonical
    )
    return not is_same_answer or found.note != (item.answer.note if item.answer else "")


def changed_lines(room: Room, answers: tuple[SheetAnswer, ...]) -> tuple[WorkbookLine, ...]:
    items = {item.question.code: item for item in room.sheet.items}
    lines = []
    for found in answers:
        item = items[found.question]
        if item.question.kind is QuestionKind.FILE or not room.editing.allows(found.question):
            continue
        reading = read_answer(item.question, found.value)
        if _is_changed(item, found, reading):
            lines.append(WorkbookLine(item, found, reading))
    return tuple(lines)


@login_required
@require_GET
def download(request: HttpRequest, public_id: UUID) -> HttpResponse:
    room = enter_room(request, visible_submission(request, public_id))
    note_export(request, "xlsx", room.submission)
    answer = HttpResponse(questionnaire_workbook(room.sheet), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="isian-{public_id.hex[:10]}.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def workbook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    submission = own_submission(request, public_id)
    room = enter_room(request, submission)
    if "apply" in request.POST:
        return _apply(request, room)
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        return render(request, "submissions/workbook.html", {**room.context(), "lines": None})
    return _dry_run(request, room, sent)


def _dry_run(request: HttpRequest, room: Room, sent: "UploadedFile[bytes]") -> HttpResponse:
    with tempfile.NamedTemporaryFile() as stream:
        for part in sent.chunks():
            stream.write(part)
        stream.flush()
        try:
            answers = read_answer_sheet(Path(stream.name), room.questionnaire)
        except TableRefusedError as error:
            return _refused(request, room, refusal_message(error))
        except AnswerSheetError as error:
            return _refused(request, room, refusal(error))
    lines = changed_lines(room, answers)
    return render(request, "submissions/workbook.html", {**room.context(), "lines": lines, "name": sent.name})


def _refused(request: HttpRequest, room: Room, message: str) -> HttpResponse:
    messages.error(request, message)
    return render(request, "submissions/workbook.html", {**room.context(), "lines": None}, status=400)


def _apply(request: HttpRequest, room: Room) -> HttpResponse:
    """Store the ticked changes against the versions that the dry run showed."""
    writes = []
    for code in request.POST.getlist("take"):
        version = request.POST.get(f"{code}__version", "")
        value, note = request.POST.get(code, ""), request.POST.get(f"{code}__note", "")
        writes.append(Write(code, value, note, whole_number(version) or 0))
    public_id = room.submission.public_id
    try:
        conflicts = save_answers(
            submission=room.submission, writes=writes, actor=signed_in_user(request), at=arrived_at(request)
        )
    except (AnswerTooLongError, SubmissionClosedError, UnknownQuestionError) as error:
        messages.error(request, str(error))
        return redirect("submission-workbook", public_id=public_id)
    messages.success(
        request, _("%(count)d jawaban dari buku isian tersimpan.") % {"count": len(writes) - len(conflicts)}
    )
    if conflicts:
        messages.warning(
            request,
            _("%(count)d jawaban baru saja diubah rekan, jadi tidak ditimpa. Unggah lagi untuk membandingkan.")
            % {"count": len(conflicts)},
        )
    return redirect("submission", public_id=public_id)
