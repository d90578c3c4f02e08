"""Tables in pieces: the doors of the plain forms for lines that break. Who may is asked at the start and the end."""

import uuid

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.uploads.forms import TargetForm, clean_size
from paritrana.uploads.kinds import import_kind
from paritrana.uploads.models import ImportJob, ImportState, IncomingTable
from paritrana.uploads.policies import may_upload, uploadable_kinds
from paritrana.uploads.services.pieces import TooManyUploadsError, open_upload, throw_away, upload_path, whole_file
from paritrana.uploads.services.uploads import ImportMovedError, receive_import, receive_mended_rows
from paritrana.uploads.views.access import own_import
from paritrana.uploads.views.decisions import moved_meanwhile
from paritrana.uploads.views.pages import enqueue, out_of_reach, scope_choices
from paritrana.uploads.views.pieces import announced_file, refusal, take_piece, upload_begun, upload_over

IMPORT, MEND = "import", "mend"


def begin_incoming(request: HttpRequest, *, door: str, subject: str) -> IncomingTable:
    """Return the row of a table about to be sent; its door has looked at the size."""
    file = announced_file(request)
    slot = {"door": door, "subject": subject}
    return open_upload(IncomingTable, slot=slot, file=file, actor=signed_in_user(request), at=timezone.now())


def _begun(request: HttpRequest, *, door: str, subject: str) -> JsonResponse:
    try:
        clean_size(announced_file(request).size)
        sent = begin_incoming(request, door=door, subject=subject)
    except ValidationError as error:
        return refusal(" ".join(error.messages))
    except TooManyUploadsError as error:
        return refusal(str(error))
    return upload_begun(sent, reverse("import-piece", args=[sent.public_id]))


@login_required
@require_POST
def begin(request: HttpRequest) -> JsonResponse:
    """Announce a table of one kind for one region."""
    held = request_grants(request)
    kinds = uploadable_kinds(held)
    if not kinds:
        raise PermissionDenied
    form = TargetForm(request.POST, kinds=kinds, scopes=scope_choices(held))
    if not form.is_valid():
        return refusal(out_of_reach())
    kind, region_code = import_kind(form.cleaned_data["kind"]), form.cleaned_data["region_code"]
    if not may_upload(held, kind=kind, region_code=region_code):
        return refusal(out_of_reach())
    return _begun(request, door=IMPORT, subject=f"{kind.code} {region_code}")


@login_required
@require_POST
def begin_mend(request: HttpRequest, pk: uuid.UUID) -> JsonResponse:
    """Announce a file of mended rows."""
    batch = own_import(request, pk)
    if batch.state != ImportState.CHECKED or not batch.faulty_count:
        return refusal(moved_meanwhile())
    return _begun(request, door=MEND, subject=str(batch.pk))


@login_required
@require_http_methods(["POST", "DELETE"])
def piece(request: HttpRequest, upload_id: uuid.UUID) -> JsonResponse:
    """Take one piece; the last one makes the import and sends it to be checked. Sent twice it is answered twice."""
    mine = IncomingTable.objects.filter(
        created_by=signed_in_user(request), public_id=upload_id, door__in=(IMPORT, MEND)
    )
    sent = mine.first()
    if sent is None:
        return upload_over()
    if sent.became:
        return _taken_in(request, sent)
    return take_piece(
        request,
        sent,
        finish=lambda whole: _finish(request, whole),
        over=lambda: _after_the_end(request, mine.first()),
    )


def _finish(request: HttpRequest, sent: IncomingTable) -> JsonResponse:
    receive = _receive_mended if sent.door == MEND else _receive
    with whole_file(sent) as upload:
        refused = receive(request, sent, upload)
    upload_path(sent).unlink(missing_ok=True)
    if refused:
        throw_away(sent)
        return refusal(refused)
    sent.refresh_from_db()
    return _taken_in(request, sent)


def _receive(request: HttpRequest, sent: IncomingTable, upload: "File[bytes]") -> str:
    code, _blank, region_code = sent.subject.partition(" ")
    kind = import_kind(code)
    if not may_upload(request_grants(request), kind=kind, region_code=region_code):
        return out_of_reach()
    receive_import(
        kind=kind,
        region_code=region_code,
        upload=upload,
        actor=signed_in_user(request),
        at=timezone.now(),
        sent=sent,
    )
    return ""


def _receive_mended(request: HttpRequest, sent: IncomingTable, upload: "File[bytes]") -> str:
    batch = own_import(request, uuid.UUID(sent.subject))
    try:
        receive_mended_rows(batch=batch, upload=upload, actor=signed_in_user(request), at=timezone.now(), sent=sent)
    except ImportMovedError:
        return moved_meanwhile()
    return ""


def _after_the_end(request: HttpRequest, sent: IncomingTable | None) -> JsonResponse:
    return _taken_in(request, sent) if sent and sent.became else upload_over()


def _taken_in(request: HttpRequest, sent: IncomingTable) -> JsonResponse:
    """Tell where the table is looked at now; its check is queued again where a process died before it was."""
    batch = own_import(request, uuid.UUID(sent.became))
    if batch.state != ImportState.DRAFT:
        address = reverse("import", args=[batch.pk])
    else:
        job_kind = ImportJob.MEND if batch.mend_file else ImportJob.CHECK
        address = reverse("job", args=[enqueue(batch, job_kind, request).pk])
    return JsonResponse({"received": sent.size, "address": address})
