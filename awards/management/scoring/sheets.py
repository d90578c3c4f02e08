"""What a scoring says, as sheets: each has a title for people, a key for programs, one header and rows of cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from awards.engine import ENGINE_VERSION, Explanation, Lead, Line, NodeScore, Result, Standing
from awards.engine.criteria import Criterion
from awards.engine.errors import ValueOutOfRangeError
from awards.engine.evaluate import stage_digits
from awards.engine.rounding import printed, round_number

Cell = Decimal | int | str | None
Row = Sequence[Cell]

DETAILED_ENTRIES = 1000
"""Up to this many entries every criterion of every entry is written out."""

PLACES = ("peringkat", "peserta")
FIGURES = (
    "nilai",
    "seri",
    "ditentukan_oleh",
    "predikat",
    "predikat_berikutnya",
    "jarak_predikat",
    "nilai_bayangan",
    "syarat",
    "catatan",
)
GATES = {"pass": "memenuhi", "cannot_tell": "belum dapat dipastikan", "fail": "tidak memenuhi"}


@dataclass(frozen=True, slots=True)
class Sheet:
    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def standings_sheet(result: Result) -> Sheet:
    """One row per entry in rank order, with the printed score of every criterion."""
    nodes = list(result.rulebook.root.walk())[1:]
    columns = [_printed_column(result, node) for node in nodes]
    groups = result.rulebook.grouping.columns
    rows = []
    for place, standing in zip(result.listing.tolist(), result.standings, strict=True):
        rows.append([*_standing_cells(standing, groups), standing.note, *(column[place] for column in columns)])
    taken = set(PLACES + FIGURES)
    header = (
        *PLACES,
        *(_free(name, "kelompok", taken) for name in groups),
        *FIGURES,
        *(_free(node.code, "kriteria", taken) for node in nodes),
    )
    return Sheet("peringkat", "Peringkat", header, tuple(rows))


def _free(name: str, what: str, taken: set[str]) -> str:
    """Return a column title that no other column of the sheet has: `nilai` is the total's, a criterion's is marked."""
    while name in taken:
        name = f"{name} ({what})"
    taken.add(name)
    return name


def quota_sheet(result: Result) -> Sheet | None:
    """Who wins which prize; None for a rulebook without quotas."""
    if not result.rulebook.quotas:
        return None
    rows: list[Row] = []
    for quota in result.rulebook.quotas:
        for places in result.quota(quota.code):
            note = "Tempat terakhir seri; putuskan dalam pleno." if places.is_overfull else ""
            rows.append([quota.name, " / ".join(places.group.values()), quota.count, ", ".join(places.ids), note])
    return Sheet(
        "penghargaan", "Penghargaan", ("penghargaan", "kelompok", "jumlah", "penerima", "catatan"), tuple(rows)
    )


def details_sheet(result: Result) -> Sheet | None:
    """Every criterion of every entry; None where that would be too much for one sheet."""
    if len(result.table) > DETAILED_ENTRIES:
        return None
    header = ("peserta", "kriteria", "nama", "data", "nilai_normal", "nilai", "bobot", "sumbangan", "catatan")
    rows = [_node_cells(standing.id, node) for standing in result.standings for node in result.nodes(standing.id)]
    return Sheet("rincian", "Rincian", header, tuple(rows))


def explanation_sheet(found: Sequence[Explanation]) -> Sheet:
    rows = [[one.id, *cells] for one in found for cells in line_cells(one.lines, "Nilai akhir", one.total)]
    return Sheet("penjelasan", "Penjelasan", ("peserta", "uraian", "kriteria", "nilai"), tuple(rows))


def lead_sheet(lead: Lead) -> Sheet:
    rows = [[lead.ahead, lead.behind, *cells] for cells in line_cells(lead.lines, "Selisih nilai akhir", lead.lead)]
    return Sheet("perbandingan", "Perbandingan", ("peserta", "terhadap", "uraian", "kriteria", "selisih"), tuple(rows))


def line_cells(lines: Sequence[Line], closing: str, total: Decimal) -> Iterator[Row]:
    """Yield label, code and amount; the amounts add up to the last row."""
    for line in lines:
        yield [line.label, line.code, line.amount]
    yield [closing, "", total]


def provenance_sheet(result: Result, notes: Sequence[str]) -> Sheet:
    """What was scored under what and how the files were read, so that anybody can compute it again and compare."""
    rulebook = result.rulebook
    rows: list[Row] = [
        ["juknis", f"{rulebook.title} ({rulebook.code}, versi {rulebook.version})"],
        ["peserta", len(result.table)],
        ["peserta_berperingkat", int(np.count_nonzero(result.ranks))],
        ["nilai_juri", len(result.marks)],
        ["mesin", ENGINE_VERSION],
        ["sidik_jari_juknis", rulebook.digest],
        ["sidik_jari_masukan", result.input_digest],
        ["sidik_jari_hasil", result.digest],
    ]
    if rulebook.is_illustrative:
        rows.append(["peringatan", "Juknis ini ilustratif: bobot dan batasnya bukan ketetapan resmi."])
    rows += [["peringatan", warning] for warning in rulebook.warnings]
    rows += [["cara_baca", note] for note in notes]
    return Sheet("asal_usul", "Asal-usul", ("perihal", "isi"), tuple(rows))


def four(figure: float | None) -> Decimal | None:
    """Round a float figure of a report to four digits."""
    return None if figure is None else Decimal(repr(round(float(figure), 4))).quantize(Decimal("0.0001"))


def _standing_cells(standing: Standing, groups: Sequence[str]) -> list[Cell]:
    return [
        standing.rank,
        standing.id,
        *(standing.group[name] for name in groups),
        standing.score,
        "ya" if standing.is_tied else "",
        standing.decided_by or "",
        standing.band or "",
        standing.next_band or "",
        standing.distance_to_next_band,
        standing.shadow_score,
        "" if not standing.gates else GATES[standing.gate.value],
    ]


def _node_cells(entry: str, node: NodeScore) -> list[Cell]:
    return [
        entry, node.code, node.name, node.raw, node.normalised, node.score, node.weight, node.contribution, node.note
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
