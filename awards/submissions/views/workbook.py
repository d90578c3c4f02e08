"""The questionnaire as a workbook: down, filled in off line, up again with a dry run before anything is stored."""

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards.rulebooks.parsing.questionnaire import QuestionKind
from awards.sentences import refusal, sentence
from awards.submissions.exports.questionnaire import questionnaire_workbook
from awards.submissions.parsing.answer_sheet import LIMITS, AnswerSheetError, SheetAnswer, read_answer_sheet
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
from awards.submissions.views.evidence import sent_file
from paritrana.accounts.looks import note_export
from paritrana.accounts.requests import arrived_at, signed_in_user
from paritrana.lib.table_faults import TableRefusedError
from paritrana.uploads.models import IncomingTable
from paritrana.uploads.reading import refusal_message
from paritrana.uploads.services.pieces import TooManyUploadsError, UploadGoneError, upload_path, whole_file
from paritrana.uploads.views.incoming import begin_incoming
from paritrana.uploads.views.pieces import announced_file, take_piece, upload_begun, upload_over
from paritrana.uploads.views.pieces import refusal as refused_piece

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOOR = "workbook"
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST_MEGABYTES = LIMITS.workbook_bytes // 2**20


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
        reading = read_answer(item.question, found.value, judged_on=timezone.localdate())
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
    """Take a filled-in workbook, from the plain form or as the whole file that came in pieces (`unggahan`)."""
    submission = own_submission(request, public_id)
    room = enter_room(request, submission)
    if "apply" in request.POST:
        return _apply(request, room)
    sent = request.FILES.get("file")
    if isinstance(sent, UploadedFile):
        with sent_file(sent) as path:
            return _dry_run(request, room, path, sent.name or "")
    if "unggahan" in request.GET:
        return _dry_run_of_pieces(request, room)
    return _page(request, room, lines=None)


def _page(request: HttpRequest, room: Room, *, status: int = 200, **more: object) -> HttpResponse:
    context = {**room.context(), "most_megabytes": MOST_MEGABYTES, **more}
    return render(request, "submissions/workbook.html", context, status=status)


def _dry_run(request: HttpRequest, room: Room, path: Path, name: str) -> HttpResponse:
    try:
        answers = read_answer_sheet(path, room.questionnaire)
    except TableRefusedError as error:
        return _refused(request, room, refusal_message(error))
    except AnswerSheetError as error:
        return _refused(request, room, refusal(error))
    return _page(request, room, lines=changed_lines(room, answers), name=name)


def _sent_pieces(request: HttpRequest, public_id: UUID) -> QuerySet[IncomingTable]:
    return IncomingTable.objects.filter(created_by=signed_in_user(request), door=DOOR, subject=str(public_id))


def _dry_run_of_pieces(request: HttpRequest, room: Room) -> HttpResponse:
    """Read the file anew on every look; it lies here until the purge, and no answer is stored before it is ticked."""
    asked = request.GET["unggahan"]
    mine = _sent_pieces(request, room.submission.public_id).filter(received=F("size"))
    whole = mine.filter(public_id=asked).first() if KEY.fullmatch(asked) else None
    try:
        if whole is None:
            raise UploadGoneError
        with whole_file(whole):
            return _dry_run(request, room, upload_path(whole), whole.original_name)
    except UploadGoneError:
        return _refused(request, room, _("Berkas itu sudah tidak tersimpan. Unggah sekali lagi."))


@login_required
@require_POST
def begin(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """Announce a filled-in workbook that comes in pieces."""
    room = enter_room(request, own_submission(request, public_id))
    if not room.editing.is_open:
        return refused_piece(room.editing.reason)
    if announced_file(request).size > LIMITS.workbook_bytes:
        too_large = _(
            "Berkas ini lebih besar dari %(limit)d MB, jadi bukan buku isian. Unduh buku isian, lalu isi di sana."
        )
        return refused_piece(too_large % {"limit": MOST_MEGABYTES})
    try:
        sent = begin_incoming(request, door=DOOR, subject=str(public_id))
    except TooManyUploadsError as error:
        return refused_piece(str(error))
    return upload_begun(sent, reverse("submission-workbook-piece", args=[public_id, sent.public_id]))


@login_required
@require_http_methods(["POST", "DELETE"])
def piece(request: HttpRequest, public_id: UUID, upload_id: UUID) -> JsonResponse:
    """Take one piece; after the last one the sender looks at what would change."""
    submission = own_submission(request, public_id)
    sent = _sent_pieces(request, submission.public_id).filter(public_id=upload_id).first()
    if sent is None:
        return upload_over()
    return take_piece(request, sent, finish=partial(_where_to_look, submission.public_id), over=upload_over)


def _where_to_look(public_id: UUID, sent: IncomingTable) -> JsonResponse:
    address = f"{reverse('submission-workbook', args=[public_id])}?unggahan={sent.public_id}"
    return JsonResponse({"received": sent.size, "address": address})


def _refused(request: HttpRequest, room: Room, message: str) -> HttpResponse:
    messages.error(request, message)
    return _page(request, room, status=400, lines=None)


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
