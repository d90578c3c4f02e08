"""A stored report as pages show it, and the rank intervals in it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from awards.models import RunRobustness, ScoreRun
from awards.selectors.runs.robustness.parts import Kind
from paritrana.jobs.models import Job

JOB_KIND = "robustness"
TEXT, FIGURE, PER_CENT = "text", "figure", "percent"


@dataclass(frozen=True, slots=True)
class Cell:
    """`way`: text, figure or percent; `head` is its column's, for narrow screens."""

    head: str
    way: str
    content: str


@dataclass(frozen=True, slots=True)
class ShownPart:
    title: str
    sentences: tuple[str, ...]
    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    name: str
    ranked: int
    parts: tuple[ShownPart, ...]


@dataclass(frozen=True, slots=True)
class Intervals:
    """In how many draws a rank stayed within which bounds, by the entry's public id."""

    bounds: Mapping[str, tuple[int, int]]
    draws: int
    seed: int

    def text(self, public_id: object) -> str:
        found = self.bounds.get(str(public_id))
        if found is None:
            return ""
        low, high = found
        return str(low) if low == high else f"{low}\N{EN DASH}{high}"


def latest_robustness(run: ScoreRun) -> RunRobustness | None:
    return RunRobustness.objects.filter(run=run).order_by("-created_at", "-pk").first()


def robustness_digest(run: ScoreRun) -> str:
    """Return the digest of the latest report, "" without one."""
    digests = RunRobustness.objects.filter(run=run).order_by("-created_at", "-pk").values_list("digest", flat=True)
    return digests.first() or ""


def robustness_job(run: ScoreRun) -> Job | None:
    return Job.objects.filter(kind=JOB_KIND, subject_id=str(run.pk)).order_by("-created_at", "-pk").first()


def rank_intervals(run: ScoreRun) -> Intervals | None:
    """Return the 90 % rank intervals of the latest report; one query, and only that part of it is read."""
    rows = RunRobustness.objects.filter(run=run).order_by("-created_at", "-pk")
    found = rows.values_list("report__intervals", "draws", "seed").first()
    if found is None:
        return None
    held, draws, seed = found
    bounds: Mapping[str, Any] = json.loads(held) if isinstance(held, str) else held
    return Intervals({key: (low, high) for key, (low, high) in bounds.items()}, draws, seed) if bounds else None


def shown_groups(report: Mapping[str, Any]) -> tuple[ShownGroup, ...]:
    return tuple(
        ShownGroup(group["name"], group["ranked"], tuple(_part(part) for part in group["parts"]))
        for group in report["groups"]
    )


def shown_rulebook(report: Mapping[str, Any]) -> tuple[ShownPart, ...]:
    return tuple(_part(part) for part in report["rulebook"])


def _part(part: Mapping[str, Any]) -> ShownPart:
    kind = Kind(part["kind"])
    heads = _heads(kind)
    rows = tuple(
        tuple(Cell(head, way, content) for (head, way), content in zip(heads, row, strict=True)) for row in part["rows"]
    )
    return ShownPart(_title(kind, part["about"]), tuple(part["sentences"]), heads, rows)


def _title(kind: Kind, about: str) -> str:
    titles = {
        Kind.FLIPS: _("Pada bobot berapa peringkat pertama berganti"),
        Kind.SHIFT: _("Pergeseran bobot terkecil yang mengganti peringkat pertama"),
        Kind.REMOVALS: _("Tanpa satu kriteria"),
        Kind.CONFIDENCE: _("Seberapa yakin setiap peringkat"),
        Kind.JURORS: _("Tanpa satu juri"),
        Kind.ONE_MARK: _("Bila satu nilai juri berubah"),
        Kind.COHERENCE: _("Apakah juknis mengukur yang dikatakan bobotnya"),
        Kind.MISSING: _("Bila data kosong diperlakukan lain"),
    }
    return f"{titles[kind]}: {about}" if about else titles[kind]


def _heads(kind: Kind) -> tuple[tuple[str, str], ...]:
    first = (_("Peringkat pertama"), TEXT)
    heads: dict[Kind, tuple[tuple[str, str], ...]] = {
        Kind.FLIPS: (
            (_("Kriteria"), TEXT),
            (_("Bobot kini"), PER_CENT),
            (_("Turun sampai"), PER_CENT),
            (_("Lalu menyusul"), TEXT),
            (_("Naik sampai"), PER_CENT),
            (_("Lalu menyusul"), TEXT),
        ),
        Kind.SHIFT: ((_("Dari"), TEXT), (_("Ke"), TEXT), (_("Digeser"), PER_CENT)),
        Kind.REMOVALS: ((_("Tanpa"), TEXT), first, (_("Masuk juara"), TEXT), (_("Keluar dari juara"), TEXT)),
        Kind.CONFIDENCE: (
            (_("Peringkat"), FIGURE),
            (_("Peserta"), TEXT),
            (_("Peluang pertama"), PER_CENT),
            (_("Galat"), PER_CENT),
            (_("Peluang juara"), PER_CENT),
            (_("Rentang dari"), FIGURE),
            (_("Rentang sampai"), FIGURE),
        ),
        Kind.JURORS: ((_("Tanpa"), TEXT), first, (_("Tidak dapat dihitung"), TEXT), (_("Berganti"), TEXT)),
        Kind.ONE_MARK: (
            (_("Juri"), TEXT),
            (_("Peserta"), TEXT),
            (_("Diberi"), FIGURE),
            (_("Dicoba"), FIGURE),
            first,
        ),
        Kind.COHERENCE: (
            (_("Kriteria"), TEXT),
            (_("Bobot"), PER_CENT),
            (_("Pengaruh nyata"), PER_CENT),
            (_("Di nilai tertinggi"), PER_CENT),
        ),
        Kind.MISSING: (
            (_("Kriteria"), TEXT),
            (_("Tanpa data"), FIGURE),
            (_("Kini"), TEXT),
            (_("Dicoba"), TEXT),
            (_("Peringkat berubah"), FIGURE),
            (_("Paling jauh"), FIGURE),
            (_("Menjadi diperingkat"), FIGURE),
            (_("Tidak lagi diperingkat"), FIGURE),
            (_("Menjadi peringkat pertama"), TEXT),
        ),
    }
    return heads[kind]
