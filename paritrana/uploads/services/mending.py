"""Mend one rejected row on its page: judged at once, then sent the way of a file of mended rows."""

import datetime
import io
from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from paritrana.accounts.models import User
from paritrana.lib.table_writing import safe_text, write_workbook
from paritrana.lib.tables import FileTable
from paritrana.uploads.kinds import import_kind
from paritrana.uploads.models import ImportBatch, ImportProblem
from paritrana.uploads.reading import LINE_COLUMN, FaultyRow, read_rows
from paritrana.uploads.selectors import month_first_columns
from paritrana.uploads.services.uploads import receive_mended_rows


class RowFaultyError(Exception):
    """The row is still faulty, and nothing was stored; `reasons` are its faults ({"column", "message"})."""

    def __init__(self, reasons: list[dict[str, str]]) -> None:
        super().__init__(str(reasons))
        self.reasons = reasons


def mend_row(
    *, batch: ImportBatch, problem: ImportProblem, cells: Sequence[str], actor: User, at: datetime.datetime
) -> ImportBatch:
    """Send a row as it was typed, one cell for each column of the kind; the caller enqueues the check.

    Raises `RowFaultyError` for what a cell or the row itself says, `ImportMovedError` when the import is no longer as
    checked. What only the database can judge (an unknown code, a double) is found by the check, and the row is listed
    again as it was typed.
    """
    kind = import_kind(batch.kind)
    header, row = (LINE_COLUMN, *kind.header), [safe_text(cell) for cell in (str(problem.line), *cells)]
    table = FileTable(header, iter([(problem.line, row)]), 1)
    today, month_first = timezone.localdate(at), month_first_columns(batch)
    for judged in read_rows(kind, table, is_mend=True, today=today, month_first_names=month_first):
        if isinstance(judged, FaultyRow):
            raise RowFaultyError(judged.reasons)
    file = io.BytesIO()
    write_workbook(file, title=LINE_COLUMN, header=header, comments={}, rows=[row])
    before = kind.aligned(problem.cells)
    changed = [name for name, old, new in zip(kind.header, before, cells, strict=True) if old != new]
    return receive_mended_rows(
        batch=batch,
        upload=SimpleUploadedFile(f"baris-{problem.line}.xlsx", file.getvalue()),
        actor=actor,
        at=at,
        typed={"line": problem.line, "columns": changed},
    )
