"""What a scoring says, as sheets: each has a title for people, a key for programs, one header and rows of cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.engine import ENGINE_VERSION, Result, RuleWords, Standing
from awards.engine.criteria import Criterion
from awards.engine.errors import ValueOutOfRangeError
from awards.engine.evaluate import stage_digits
from awards.engine.explain import Explanation, ExplanationLine, Lead
from awards.engine.result import NodeResult
from awards.engine.rounding import printed, round_number
from awards.engine.shortfalls import risen_leaves
from awards.offline.printing import words_of
from awards.sentences import sentence, sentences

Cell = Decimal | int | str | None
Row = Sequence[Cell]

DETAILED_ENTRIES = 1000
"""Up to this many entries every criterion of every entry is written out."""

PLACES = (gettext_lazy("peringkat"), gettext_lazy("peserta"))
FIGURES = (
    gettext_lazy("nilai"),
    gettext_lazy("seri"),
    gettext_lazy("ditentukan_oleh"),
    gettext_lazy("predikat"),
    gettext_lazy("predikat_berikutnya"),
    gettext_lazy("jarak_predikat"),
    gettext_lazy("nilai_bayangan"),
    gettext_lazy("syarat"),
    gettext_lazy("catatan"),
)
GATES = {
    "pass": gettext_lazy("memenuhi"),
    "cannot_tell": gettext_lazy("belum dapat dipastikan"),
    "fail": gettext_lazy("tidak memenuhi"),
}


@dataclass(frozen=True, slots=True)
class OutputSheet:
    """Title, names of the columns and words in the cells are in the language that the command speaks."""

    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def standings_sheet(result: Result) -> OutputSheet:
    """One row per entry in rank order, with the printed score of every criterion."""
    nodes = list(result.rulebook.root.walk())[1:]
    columns = [_printed_column(result, node) for node in nodes]
    groups = result.rulebook.grouping.columns
    words = words_of(result)
    rows = []
    for place, standing in zip(result.listing.tolist(), result.standings, strict=True):
        rows.append(
            [
                *_standing_cells(standing, groups),
                " ".join(sentences(standing.notes, words)),
                *(column[place] for column in columns),
            ]
        )
    places, figures = tuple(map(str, PLACES)), tuple(map(str, FIGURES))
    taken = {*places, *figures}
    header = (
        *places,
        *(_free(name, _("kelompok"), taken) for name in groups),
        *figures,
        *(_free(node.code, _("kriteria"), taken) for node in nodes),
    )
    return OutputSheet("peringkat", _("Peringkat"), header, tuple(rows))


def _free(name: str, what: str, taken: set[str]) -> str:
    """Return a column title that no other column of the sheet has: `nilai` is the total's, a criterion's is marked."""
    while name in taken:
        name = f"{name} ({what})"
    taken.add(name)
    return name


def quota_sheet(result: Result) -> OutputSheet | None:
    """Who wins which prize; None for a rulebook without quotas."""
    if not result.rulebook.quotas:
        return None
    rows: list[Row] = []
    for quota in result.rulebook.quotas:
        for places in result.quota(quota.code):
            note = _("Tempat terakhir seri; putuskan dalam pleno.") if places.is_overfull else ""
            rows.append([quota.name, " / ".join(places.group.values()), quota.count, ", ".join(places.ids), note])
    return OutputSheet(
        "penghargaan",
        _("Penghargaan"),
        (_("penghargaan"), _("kelompok"), _("jumlah"), _("penerima"), _("catatan")),
        tuple(rows),
    )


def details_sheet(result: Result) -> OutputSheet | None:
    """Every criterion of every entry; None where that would be too much for one sheet."""
    if len(result.table) > DETAILED_ENTRIES:
        return None
    header = (
        _("peserta"),
        _("kriteria"),
        _("nama"),
        _("data"),
        _("nilai_normal"),
        _("nilai"),
        _("bobot"),
        _("sumbangan"),
        _("catatan"),
    )
    words = words_of(result)
    rows = [
        _node_cells(standing.id, node, words) for standing in result.standings for node in result.nodes(standing.id)
    ]
    return OutputSheet("rincian", _("Rincian"), header, tuple(rows))


def near_miss_sheet(result: Result) -> OutputSheet | None:
    """What every entry lacks for the next better case; None for a rulebook without cases, or for too many entries."""
    if len(result.table) > DETAILED_ENTRIES or not any(risen_leaves(result.rulebook)):
        return None
    words = words_of(result)
    rows = [
        [standing.id, code, words.name(code), sentence(said, words)]
        for standing in result.standings
        for code, said in result.near_misses(standing.id).items()
    ]
    return OutputSheet(
        "kurang", _("Yang masih kurang"), (_("peserta"), _("kriteria"), _("nama"), _("yang_masih_kurang")), tuple(rows)
    )


def explanation_sheet(found: Sequence[Explanation], words: RuleWords) -> OutputSheet:
    rows = [[one.id, *cells] for one in found for cells in line_cells(one.lines, _("Nilai akhir"), one.total, words)]
    return OutputSheet(
        "penjelasan", _("Penjelasan"), (_("peserta"), _("uraian"), _("kriteria"), _("nilai")), tuple(rows)
    )


def lead_sheet(lead: Lead, words: RuleWords) -> OutputSheet:
    closing = _("Selisih nilai akhir")
    rows = [[lead.ahead, lead.behind, *cells] for cells in line_cells(lead.lines, closing, lead.lead, words)]
    return OutputSheet(
        "perbandingan",
        _("Perbandingan"),
        (_("peserta"), _("terhadap"), _("uraian"), _("kriteria"), _("selisih")),
        tuple(rows),
    )


def line_cells(lines: Sequence[ExplanationLine], closing: str, total: Decimal, words: RuleWords) -> Iterator[Row]:
    """Yield label, code and amount; the amounts add up to the last row."""
    for line in lines:
        yield [sentence(line.note, words), line.code, line.amount]
    yield [closing, "", total]


def provenance_sheet(result: Result, notes: Sequence[str]) -> OutputSheet:
    """What was scored under what and how the files were read, so that anybody can compute it again and compare."""
    rulebook = result.rulebook
    rows: list[Row] = [
        [
            "juknis",
            _("%(title)s (%(code)s, versi %(version)s)")
            % {"title": rulebook.title, "code": rulebook.code, "version": rulebook.version},
        ],
        [_("peserta"), len(result.table)],
        [_("peserta_berperingkat"), int(np.count_nonzero(result.ranks))],
        [_("nilai_juri"), len(result.marks)],
        [_("mesin"), ENGINE_VERSION],
        [_("sidik_jari_juknis"), rulebook.digest],
        [_("sidik_jari_masukan"), result.input_digest],
        [_("sidik_jari_hasil"), result.digest],
    ]
    if rulebook.is_illustrative:
        rows.append([_("peringatan"), _("Juknis ini ilustratif: bobot dan batasnya bukan ketetapan resmi.")])
    rows += [[_("peringatan"), warning] for warning in sentences(rulebook.warnings)]
    rows += [[_("cara_baca"), note] for note in notes]
    return OutputSheet("asal_usul", _("Asal-usul"), (_("perihal"), _("isi")), tuple(rows))


def four(figure: float | None) -> Decimal | None:
    """Round a float figure of a report to four digits."""
    return None if figure is None else Decimal(repr(round(float(figure), 4))).quantize(Decimal("0.0001"))


def _standing_cells(standing: Standing, groups: Sequence[str]) -> list[Cell]:
    return [
        standing.rank,
        standing.id,
        *(standing.group[name] for name in groups),
        standing.score,
        _("ya") if standing.is_tied else "",
        standing.decided_by or "",
        standing.band or "",
        standing.next_band or "",
        standing.distance_to_next_band,
        standing.shadow_score,
        "" if not standing.gates else str(GATES[standing.gate.value]),
    ]


def _node_cells(entry: str, node: NodeResult, words: RuleWords) -> list[Cell]:
    return [
        entry, node.code, node.name, node.raw, node.normalised, node.score, node.weight, node.contribution,
        " ".join(sentences(node.notes, words)),
    ]  # fmt: skip


def _printed_column(result: Result, node: Criterion) -> list[Decimal | None]:
    digits = stage_digits(result.rulebook.rounding, node)
    try:
        scores, is_there = result.node_column(node.code)
    except ValueOutOfRangeError:
        return [_printed_exactly(result, node, entry) for entry in result.table.ids]
    return [
        printed(scaled, digits) if there else None
        for scaled, there in zip(scores.tolist(), is_there.tolist(), strict=True)
    ]


def _printed_exactly(result: Result, node: Criterion, entry: str) -> Decimal | None:
    """Print a score whose last digits whole numbers of 62 bits do not hold, though they hold the total's."""
    found = result.outcome(entry).find(node.code)
    if found is None or found.score is None:
        return None
    return round_number(found.score, stage_digits(result.rulebook.rounding, node), result.rulebook.rounding.mode)
