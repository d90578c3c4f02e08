"""What must be true of a rulebook as a whole, beyond each key by itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from awards.engine.criteria import (
    Criterion,
    Effect,
    Goalposts,
    Join,
    Levels,
    MissingPolicy,
    Points,
    Relation,
    Relative,
)
from awards.engine.errors import Problem
from awards.engine.wording import plain

if TYPE_CHECKING:
    from awards.engine.rulebook import Rulebook


def check_rulebook(rulebook: Rulebook) -> Iterator[Problem]:
    for node in rulebook.root.walk():
        path = f"criteria.{node.code}"
        yield from _check_leaf(rulebook, node, path) if node.is_leaf else _check_node(node, path)
    for gate in rulebook.gates:
        if gate.measure is not None and gate.measure not in rulebook.measures:
            yield Problem(f"gates.{gate.code}", f"Ukuran «{gate.measure}» tidak ada. Tulis di bagian measures.")
    yield from _check_unique(rulebook)
    yield from _check_bands(rulebook)


def _check_node(node: Criterion, path: str) -> Iterator[Problem]:
    shares = [child for child in node.children if child.effect is Effect.SHARE]
    if not shares:
        yield Problem(path, f"Kriteria «{node.name}» menggabungkan anak, tetapi tidak punya anak yang berbobot.")
        return
    total = sum((child.weight for child in shares), Fraction(0))
    if node.join not in (Join.SUM, Join.MINIMUM) and total != node.weight_total:
        yield Problem(
            path,
            f"Bobot di bawah «{node.name}» berjumlah {plain(total)}, seharusnya {plain(node.weight_total)}. "
            "Perbaiki bobotnya; juknis tidak pernah diskalakan diam-diam.",
        )
    if node.join is Join.MINIMUM and any(child.weight != 1 for child in shares):
        yield Problem(path, "Anak dari gabungan «minimum» tidak berbobot. Hapus bobotnya.")
    if (
        any(MissingPolicy.SKIP in (child.missing, child.not_applicable) for child in shares)
        and not node.available_share
    ):
        yield Problem(
            path,
            f"Ada anak «{node.name}» yang boleh dilewati, jadi tulis bagian minimum yang harus tersedia "
            "(available.weight atau available.count, di atas 0 sampai 1).",
        )


def _check_leaf(rulebook: Rulebook, node: Criterion, path: str) -> Iterator[Problem]:
    rule = node.normalisation
    if node.measure is not None and node.measure not in rulebook.measures:
        yield Problem(path, f"Ukuran «{node.measure}» tidak ada. Tulis di bagian measures.")
    if node.panel is not None and node.panel not in rulebook.panels:
        yield Problem(path, f"Aturan panel «{node.panel}» tidak ada. Tulis di bagian panels.")
    if isinstance(rule, Relation) and rule.reference not in rulebook.populations:
        yield Problem(path, f"Populasi acuan «{rule.reference}» tidak ada. Tulis di bagian populations.")
    if isinstance(rule, Relation):
        yield from _check_frozen(rulebook, node, rule, path)
    if isinstance(rule, Relation) and node.jury is not None:
        yield Problem(
            path, "Nilai juri tidak dapat dinormalkan terhadap populasi acuan. Pakailah goalposts atau points."
        )
    if isinstance(rule, Levels) and node.column is None:
        yield Problem(path, "Tingkat (levels) membaca label dari kolom, jadi tulis column.")
    policies = {node.missing, node.not_applicable}
    if isinstance(rule, Levels) and MissingPolicy.GROUP_MEDIAN in policies:
        yield Problem(path, "Label tidak punya nilai tengah. Pilih kebijakan lain untuk nilai kosong.")
    has_no_worst = (
        (isinstance(rule, Points) and rule.low is None)
        or (isinstance(rule, Relation) and rule.kind is Relative.Z_SCORE)
        or (isinstance(rule, Goalposts) and not rule.is_clamped)
    )
    if MissingPolicy.WORST in policies and has_no_worst and node.missing_score is None:
        yield Problem(path, "Kriteria ini tidak punya nilai terburuk sendiri. Tulis missing_score.")
    if node.is_complement and (
        (isinstance(rule, Points) and rule.low is None)
        or (isinstance(rule, Relation) and rule.kind is Relative.Z_SCORE)
    ):
        yield Problem(path, "Kebalikan (complement) memerlukan rentang nilai yang dinyatakan.")


def _check_frozen(rulebook: Rulebook, node: Criterion, rule: Relation, path: str) -> Iterator[Problem]:
    population, measure = rulebook.populations.get(rule.reference), rulebook.measures.get(node.measure or "")
    if population is None or population.kind != "frozen":
        return
    needed = measure.columns if measure is not None else (node.column,)
    absent = sorted({column for column in needed if column} - population.columns.keys())
    if absent:
        yield Problem(
            path, f"Populasi acuan «{population.name}» tidak memuat kolom {', '.join(absent)}. Tambahkan kolomnya."
        )


def _check_unique(rulebook: Rulebook) -> Iterator[Problem]:
    for table, what in (
        ("measures", "ukuran"),
        ("panels", "aturan panel"),
        ("populations", "populasi acuan"),
        ("gates", "syarat"),
        ("bands", "predikat"),
        ("quotas", "kuota"),
    ):
        codes = [item.get("code") for item in _listed(rulebook, table) if isinstance(item, dict)]
        for code in sorted({str(code) for code in codes if codes.count(code) > 1}):
            yield Problem(table, f"Kode {what} «{code}» dipakai dua kali. Beri kode sendiri.")


def _listed(rulebook: Rulebook, table: str) -> list[object]:
    listed = rulebook.document.get(table)
    return listed if isinstance(listed, list) else []


def _check_bands(rulebook: Rulebook) -> Iterator[Problem]:
    thresholds = [band.threshold for band in rulebook.bands]
    if any(left == right for left, right in pairwise(sorted(thresholds))):
        yield Problem("bands", "Dua predikat punya ambang yang sama. Ubah salah satunya.")
