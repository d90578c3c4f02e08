"""Files to fill in, and rejected rows to mend."""

import tempfile
import uuid
from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paritrana.accounts.requests import request_grants
from paritrana.lib.table_writing import NotesSheet, csv_line, safe_text, write_workbook
from paritrana.uploads.kinds import ImportKind, import_kind
from paritrana.uploads.models import ImportBatch
from paritrana.uploads.policies import uploadable_kinds
from paritrana.uploads.selectors import rejected_header, rejected_rows, template_notes, template_rows
from paritrana.uploads.views.access import visible_import

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
BOM = "\ufeff"
MAX_WORKBOOK_ROWS = 20_000


@login_required
@require_GET
def template_file(request: HttpRequest, kind: str, suffix: str) -> HttpResponse | FileResponse:
    """Send the template of one kind: header, hints, and an example row to be replaced."""
    chosen = {known.code: known for known in uploadable_kinds(request_grants(request))}.get(kind)
    if chosen is None:
        raise PermissionDenied
    if suffix == "xlsx":
        return _template_workbook(chosen)
    response = HttpResponse(BOM + "".join(_template_lines(chosen)), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="templat-{chosen.code}.csv"'
    return response


def _template_lines(kind: ImportKind) -> Iterator[str]:
    for name, hint in template_notes(kind):
        yield csv_line([f"# {name}: {hint}"])
    yield csv_line(kind.header)
    for row in template_rows(kind):
        yield csv_line(row)


def _template_workbook(kind: ImportKind) -> FileResponse:
    notes = template_notes(kind)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_workbook(
        file,
        title=_("Data"),
        header=kind.header,
        comments=dict(notes),
        rows=template_rows(kind),
        notes=NotesSheet(_("Keterangan"), [(_("Kolom"), _("Petunjuk")), *notes]),
    )
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"templat-{kind.code}.xlsx", content_type=XLSX)


@login_required
@require_GET
def rejected_file(request: HttpRequest, pk: uuid.UUID, suffix: str) -> StreamingHttpResponse:
    """Send the rejected rows with their line and reasons, ready to be mended and uploaded again."""
    batch = visible_import(request, pk)
    if not batch.faulty_count:
        raise Http404
    name = f"ditolak-{import_kind(batch.kind).code}-{batch.pk.hex[:8]}"
    if suffix == "xlsx" and batch.faulty_count <= MAX_WORKBOOK_ROWS:
        return _rejected_workbook(batch, f"{name}.xlsx")
    response = StreamingHttpResponse(_rejected_lines(batch), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _rejected_lines(batch: ImportBatch) -> Iterator[str]:
    yield BOM + csv_line(rejected_header(batch))
    for row in rejected_rows(batch):
        yield csv_line(row)


def _rejected_workbook(batch: ImportBatch, name: str) -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    header = rejected_header(batch)
    comments = dict(template_notes(import_kind(batch.kind)))
    # The same text as in CSV: either file may be opened and stored as the other before it comes back.
    rows = ([safe_text(cell) for cell in row] for row in rejected_rows(batch))
    write_workbook(file, title=_("Ditolak"), header=header, comments=comments, rows=rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
