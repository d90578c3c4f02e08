"""Questions about imports: templates to fill in, and faulty rows to mend."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from paritrana.jobs.models import LIVE_STATES, Job
from paritrana.retold import retold
from paritrana.uploads.kinds import Column, ColumnType, ImportKind, import_kind
from paritrana.uploads.models import ImportBatch, ImportJob, ImportProblem, ImportState
from paritrana.uploads.naming import ALIAS_NOTE
from paritrana.uploads.reading import LINE_COLUMN, REASON_COLUMN


def column_hint(column: Column) -> str:
    """Return what one column wants, in one sentence or two."""
    duty = _("Wajib.") if column.is_required else _("Boleh kosong.")
    parts = [str(column.help), duty]
    match column.content:
        case ColumnType.CHOICE if column.choices is not None:
            options = "; ".join(f"{value} = {label}" for value, label in column.choices.choices)
            parts.append(_("Pilihan: %(options)s.") % {"options": options})
        case ColumnType.FLAG:
            parts.append(_("Tulis ya atau tidak."))
        case ColumnType.DATE:
            parts.append(_("Tanggal, misalnya 2023-12-31 atau 31/12/2023."))
        case ColumnType.MONTH:
            parts.append(_("Bulan, misalnya 2023-12."))
        case ColumnType.WHOLE:
            parts.append(_("Bilangan bulat, misalnya 1234 atau 1.234."))
    return " ".join(parts)


def template_notes(kind: ImportKind) -> list[tuple[str, str]]:
    """Return each column with its hint."""
    return [(column.name, column_hint(column)) for column in kind.columns]


def template_rows(kind: ImportKind) -> list[list[str]]:
    """Return the example row of a template, if the kind has one."""
    return [[kind.example.get(name, "") for name in kind.header]] if kind.example else []


def rejected_header(batch: ImportBatch) -> tuple[str, ...]:
    return (LINE_COLUMN, *import_kind(batch.kind).header, REASON_COLUMN)


def rejected_rows(batch: ImportBatch) -> Iterator[Sequence[str]]:
    """Yield the rejected rows as they stood in the file, each with its line and its reasons; streams."""
    kind = import_kind(batch.kind)
    for problem in batch.problems.filter(left_out_at=None).order_by("line").iterator(chunk_size=2000):
        beyond = problem.cells[len(kind.columns) :]
        yield (str(problem.line), *kind.aligned(problem.cells), reasons_text(problem.reasons), *beyond)


def reasons_text(reasons: Sequence[dict[str, str]]) -> str:
    """Return the reasons in the reader's language, each behind its column."""
    told = [(one["column"], retold(one["message"])) for one in reasons]
    return " | ".join(f"{column}: {message}" if column else message for column, message in told)


def reading_notes(batch: ImportBatch) -> list[str]:
    """Return what the reading of the file found worth saying, as sentences."""
    said = []
    for one in batch.notes:
        if one["code"] == "other_sheets":
            values = {"sheet": one["sheet"], "others": ", ".join(one["others"])}
            said.append(_("Lembar yang dibaca: %(sheet)s. Lembar lain yang tidak dibaca: %(others)s.") % values)
        elif one["code"] == "hidden_rows":
            values = {"count": one["count"], "rows": ", ".join(map(str, one["rows"]))}
            said.append(_("Baris tersembunyi ikut dibaca: %(count)s (baris %(rows)s).") % values)
        elif one["code"] == "heading_row":
            said.append(
                _("Judul kolom ditemukan di baris %(row)s; baris di atasnya tidak dibaca.") % {"row": one["row"]}
            )
        elif one["code"] == "unread_words":
            said.append(
                _("Tidak dibaca juknis mana pun, jadi tidak akan dinilai: %(words)s. Periksa ejaannya.")
                % {"words": ", ".join(one["words"])}
            )
        elif one["code"] == "old_windows":
            said.append(
                _(
                    "Berkas ini bukan UTF-8, jadi hurufnya dibaca menurut Windows-1252. Periksa huruf khususnya, mulai"
                    " baris %(row)s."
                )
                % {"row": one["row"]}
            )
        elif one["code"] == "old_windows_mended":
            said.append(
                _(
                    "Berkas perbaikan bukan UTF-8, jadi hurufnya dibaca menurut Windows-1252. Periksa huruf khususnya"
                    " pada perubahan di bawah."
                )
            )
        elif one["code"] == "month_first":
            said.append(_("Kolom dengan bulan di depan tanggal: %(names)s.") % {"names": ", ".join(one["columns"])})
        elif one["code"] == ALIAS_NOTE:
            said.append(
                _("«%(written)s» dibaca sebagai %(meant)s (%(source)s): %(count)s baris, mulai baris %(line)s.")
                % {name: one[name] for name in ("written", "meant", "source", "count", "line")}
            )
        elif one["code"] == "sum_rows":
            said.append(
                _(
                    "Baris %(rows)s: setiap angkanya sama dengan jumlah semua baris lain. Bila itu baris jumlah, buang"
                    " impor ini, hapus barisnya, lalu unggah lagi."
                )
                % {"rows": ", ".join(map(str, one["rows"]))}
            )
        elif one["code"] == "stray_point":
            said.append(
                _(
                    "Kolom %(column)s: «%(example)s» ditulis dengan titik sebagai tanda desimal, angka lain dengan"
                    " koma. Keduanya dibaca sebagai pecahan; periksa apakah itu yang dimaksud."
                )
                % {"column": one["column"], "example": one["example"]}
            )
    return said


def month_first_columns(batch: ImportBatch) -> frozenset[str]:
    """The order of day and month was judged over the whole file; a few mended rows do not judge it again."""
    return frozenset(name for one in batch.notes if one["code"] == "month_first" for name in one["columns"])


def other_sheets(batch: ImportBatch) -> list[str]:
    """Return the visible sheets of the workbook that were not read."""
    return [name for one in batch.notes if one["code"] == "other_sheets" for name in one["others"]]


def live_job(batch: ImportBatch) -> Job | None:
    """Return the job that works on an import now, or waits to."""
    return (
        Job.objects.filter(kind__in=ImportJob.values, subject_id=str(batch.pk), state__in=LIVE_STATES)
        .order_by("-created_at", "pk")
        .first()
    )


def same_file_before(batch: ImportBatch) -> ImportBatch | None:
    """Return an applied import of the very same file, so that a second upload is noticed."""
    return (
        ImportBatch.objects.filter(kind=batch.kind, file_digest=batch.file_digest, state="applied")
        .exclude(pk=batch.pk)
        .order_by("-decided_at", "pk")
        .first()
    )


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import as a list shows it."""

    batch: ImportBatch
    kind_label: str
    tone: str
    state_label: str


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A faulty row as a page shows it: its faults, and its cells by column; `problem` knows whether it was left out."""

    problem: ImportProblem
    line: int
    reasons: Sequence[dict[str, str]]
    cells: Sequence[tuple[str, str]]


TONES = {
    ImportState.DRAFT: "draft",
    ImportState.CHECKED: "ask",
    ImportState.APPLIED: "ok",
    ImportState.DISCARDED: "none",
    ImportState.REFUSED: "no",
}


def import_rows(batches: Iterable[ImportBatch]) -> list[ImportRow]:
    return [ImportRow(batch, str(import_kind(batch.kind).label), *_shown_state(batch)) for batch in batches]


def _shown_state(batch: ImportBatch) -> tuple[str, str]:
    """Return tone and words; a draft with a reason is one whose check was stopped."""
    if batch.state == ImportState.DRAFT and batch.refusal:
        return "no", _("pemeriksaan terhenti")
    return TONES[ImportState(batch.state)], batch.get_state_display()


def problem_rows(batch: ImportBatch, problems: Iterable[ImportProblem]) -> list[ProblemRow]:
    kind = import_kind(batch.kind)
    return [
        ProblemRow(
            problem,
            problem.line,
            problem.reasons,
            [(name, cell) for name, cell in zip(kind.header, kind.aligned(problem.cells), strict=True) if cell],
        )
        for problem in problems
    ]
