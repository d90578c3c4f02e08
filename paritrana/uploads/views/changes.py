"""What applying an import would change: on a page, and as a file to keep."""

import tempfile
import uuid
from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from paritrana.lib.table_writing import csv_line, write_workbook
from paritrana.uploads.changes import RowChange, StagedChanges
from paritrana.uploads.kinds import import_kind
from paritrana.uploads.models import ImportBatch, ImportState
from paritrana.uploads.views.access import visible_import
from paritrana.uploads.views.downloads import BOM, CSV, MAX_WORKBOOK_ROWS, XLSX

ROWS_PER_PAGE = 50
FIRST_ROWS = 10
"""How many of the largest changes stand on the import's own page."""


def preview(batch: ImportBatch) -> dict[str, object]:
    """Return the sums and the largest changes of an import that waits for a decision."""
    staged = _staged(batch)
    if staged is None:
        return {}
    return {
        "sums": staged.sums() if batch.changed_count or batch.new_count else [],
        "changes": staged.rows(is_new=False, start=0, count=FIRST_ROWS) if batch.changed_count else [],
        "has_changes": bool(batch.changed_count or batch.new_count),
    }


@never_cache
@login_required
@require_GET
def changes_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """List the changed rows, the largest change first, or the new ones (?baru=1) in the order of the file."""
    batch, staged = _waiting(request, pk)
    is_new = request.GET.get("baru") == "1"
    count = batch.new_count if is_new else batch.changed_count
    page: Page[int] = Paginator(range(count), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "kind": staged.kind,
        "is_new": is_new,
        "page": page,
        "changes": staged.rows(is_new=is_new, start=max(0, page.start_index() - 1), count=ROWS_PER_PAGE),
    }
    return render(request, "uploads/changes.html", context)


@login_required
@require_GET
def changes_file(request: HttpRequest, pk: uuid.UUID, suffix: str) -> StreamingHttpResponse:
    """Send every row that changes or is new, old and new values beside each other."""
    batch, staged = _waiting(request, pk)
    name = f"perubahan-{staged.kind.code}-{batch.pk.hex[:8]}"
    if suffix == "xlsx" and batch.changed_count + batch.new_count <= MAX_WORKBOOK_ROWS:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        write_workbook(file, title=_("Perubahan"), header=_header(staged), comments={}, rows=_lines(staged))
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    response = StreamingHttpResponse(_csv(staged), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _staged(batch: ImportBatch) -> StagedChanges | None:
    """Return the checked rows; nothing waits any more once an import is decided.

    A table staged before its kind gained columns has nothing to show: applying it brings it up to date and asks anew.
    """
    if batch.state != ImportState.CHECKED or not batch.staging:
        return None
    staged = StagedChanges(import_kind(batch.kind), batch.staging)
    return None if staged.lacking() else staged


def _waiting(request: HttpRequest, pk: uuid.UUID) -> tuple[ImportBatch, StagedChanges]:
    batch = visible_import(request, pk)
    staged = _staged(batch)
    if staged is None:
        raise Http404
    return batch, staged


def _header(staged: StagedChanges) -> list[str]:
    values = [f"{column.name}_{when}" for column in staged.kind.filled for when in ("lama", "baru")]
    return ["baris", "keadaan", "lompatan", "milik", *staged.kind.key, *values]


def _lines(staged: StagedChanges) -> Iterator[list[str]]:
    for row in staged.all_rows():
        yield _line(row, staged)


def _line(row: RowChange, staged: StagedChanges) -> list[str]:
    cells = {cell.column.name: cell for cell in row.cells}
    values = []
    for column in staged.kind.filled:
        cell = cells.get(column.name)
        values += ["", ""] if cell is None else [cell.before, cell.after]
    state = _("baru") if row.is_new else _("berubah")
    key = [text for _name, text in row.key]
    return [str(row.line), state, _("ya") if row.is_jump else "", row.belongs_to, *key, *values]


def _csv(staged: StagedChanges) -> Iterator[str]:
    yield BOM + csv_line(_header(staged))
    for line in _lines(staged):
        yield csv_line(line)
