"""A stored report as pages show it, and the rank intervals in it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.engine import Rules
from awards.engine.criteria import MissingPolicy
from awards.engine.words import in_english
from awards.runs.models import RunRobustness, RunScore, ScoreRun
from awards.runs.selectors.robustness.missing import policy_name
from awards.runs.selectors.robustness.named import names_of
from awards.runs.selectors.robustness.parts import PartKind
from paritrana.jobs.models import Job
from paritrana.jobs.selectors import latest_job
from paritrana.lib.language import Language
from paritrana.pages.reader import reader_language
from paritrana.retold import retold

JOB_KIND = "robustness"
MOST_JURORS = 100
TEXT, FIGURE, PER_CENT = "text", "figure", "percent"
Label = str | Promise
FIRST = (gettext_lazy("Peringkat pertama"), TEXT)
HEADS: Mapping[PartKind, tuple[tuple[Label, str], ...]] = {
    PartKind.FLIPS: (
        (gettext_lazy("Kriteria"), TEXT),
        (gettext_lazy("Bobot kini"), PER_CENT),
        (gettext_lazy("Turun sampai"), PER_CENT),
        (gettext_lazy("Lalu menyusul"), TEXT),
        (gettext_lazy("Naik sampai"), PER_CENT),
        (gettext_lazy("Lalu menyusul"), TEXT),
    ),
    PartKind.SHIFT: ((gettext_lazy("Dari"), TEXT), (gettext_lazy("Ke"), TEXT), (gettext_lazy("Digeser"), PER_CENT)),
    PartKind.REMOVALS: (
        (gettext_lazy("Tanpa"), TEXT),
        FIRST,
        (gettext_lazy("Masuk juara"), TEXT),
        (gettext_lazy("Keluar dari juara"), TEXT),
    ),
    PartKind.CONFIDENCE: (
        (gettext_lazy("Peringkat"), FIGURE),
        (gettext_lazy("Peserta"), TEXT),
        (gettext_lazy("Peluang pertama"), PER_CENT),
        (gettext_lazy("Galat"), PER_CENT),
        (gettext_lazy("Peluang juara"), PER_CENT),
        (gettext_lazy("Rentang dari"), FIGURE),
        (gettext_lazy("Rentang sampai"), FIGURE),
    ),
    PartKind.JURORS: (
        (gettext_lazy("Tanpa"), TEXT),
        FIRST,
        (gettext_lazy("Tidak dapat dihitung"), TEXT),
        (gettext_lazy("Berganti"), TEXT),
    ),
    PartKind.ONE_MARK: (
        (gettext_lazy("Juri"), TEXT),
        (gettext_lazy("Peserta"), TEXT),
        (gettext_lazy("Diberi"), FIGURE),
        (gettext_lazy("Dicoba"), FIGURE),
        FIRST,
    ),
    PartKind.COHERENCE: (
        (gettext_lazy("Kriteria"), TEXT),
        (gettext_lazy("Bobot"), PER_CENT),
        (gettext_lazy("Pengaruh nyata"), PER_CENT),
        (gettext_lazy("Di nilai tertinggi"), PER_CENT),
    ),
    PartKind.MISSING: (
        (gettext_lazy("Kriteria"), TEXT),
        (gettext_lazy("Tanpa data"), FIGURE),
        (gettext_lazy("Kini"), TEXT),
        (gettext_lazy("Dicoba"), TEXT),
        (gettext_lazy("Peringkat berubah"), FIGURE),
        (gettext_lazy("Paling jauh"), FIGURE),
        (gettext_lazy("Menjadi diperingkat"), FIGURE),
        (gettext_lazy("Tidak lagi diperingkat"), FIGURE),
        (gettext_lazy("Menjadi peringkat pertama"), TEXT),
    ),
}


@dataclass(frozen=True, slots=True)
class ShownCell:
    """`way`: text, figure or percent; `head` is its column's, for narrow screens."""

    head: str
    way: str
    content: str


@dataclass(frozen=True, slots=True)
class ShownPart:
    title: str
    sentences: tuple[str, ...]
    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[ShownCell, ...], ...]


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
    return latest_job(kind=JOB_KIND, subject_id=str(run.pk))


def rank_intervals(run: ScoreRun) -> Intervals | None:
    """Return the 90 % rank intervals of the latest report; one query, and only that part of it is read."""
    rows = RunRobustness.objects.filter(run=run).order_by("-created_at", "-pk")
    found = rows.values_list("report__intervals", "draws", "seed").first()
    if found is None:
        return None
    held, draws, seed = found
    bounds: Mapping[str, Any] = json.loads(held) if isinstance(held, str) else held
    return Intervals({key: (low, high) for key, (low, high) in bounds.items()}, draws, seed) if bounds else None


def shown_groups(
    report: Mapping[str, Any], names: Mapping[str, str], groups: Mapping[str, str]
) -> tuple[ShownGroup, ...]:
    """`groups` are the names of the ranking's groups in the reader's language, `names` as in `english_names`."""
    return tuple(
        ShownGroup(
            groups.get(group["key"], group["name"]),
            group["ranked"],
            tuple(_part(part, names) for part in group["parts"]),
        )
        for group in report["groups"]
    )


def shown_rulebook(report: Mapping[str, Any], names: Mapping[str, str]) -> tuple[ShownPart, ...]:
    return tuple(_part(part, names) for part in report["rulebook"])


def english_names(run: ScoreRun, rules: Rules) -> dict[str, str]:
    """Return what a report calls criteria, policies and answers, each with its English; entries keep their names."""
    if reader_language() is not Language.ENGLISH:
        return {}
    found = {name: name for name in RunScore.objects.filter(run=run).values_list("entry__name", flat=True)}
    for indonesian, english in zip(names_of(rules), names_of(in_english(rules)), strict=True):
        found |= {name: english[code] for code, name in indonesian.items()}
    said = {}
    for language in Language:
        with translation.override(language):
            said[language] = [*map(policy_name, MissingPolicy), _("ya"), _("tidak"), _("Semua kriteria")]
            said[language] += [_("Juri %(number)d") % {"number": number} for number in range(1, MOST_JURORS + 1)]
    return found | dict(zip(said[Language.INDONESIAN], said[Language.ENGLISH], strict=True))


def _part(part: Mapping[str, Any], names: Mapping[str, str]) -> ShownPart:
    kind = PartKind(part["kind"])
    heads = tuple((str(head), way) for head, way in HEADS[kind])
    rows = tuple(
        tuple(
            ShownCell(head, way, retold(content, names) if way == TEXT else content)
            for (head, way), content in zip(heads, row, strict=True)
        )
        for row in part["rows"]
    )
    told = tuple(retold(sentence, names) for sentence in part["sentences"])
    return ShownPart(_title(kind, retold(part["about"], names)), told, heads, rows)


def _title(kind: PartKind, about: str) -> str:
    titles = {
        PartKind.FLIPS: _("Pada bobot berapa peringkat pertama berganti"),
        PartKind.SHIFT: _("Pergeseran bobot terkecil yang mengganti peringkat pertama"),
        PartKind.REMOVALS: _("Tanpa satu kriteria"),
        PartKind.CONFIDENCE: _("Seberapa yakin setiap peringkat"),
        PartKind.JURORS: _("Tanpa satu juri"),
        PartKind.ONE_MARK: _("Bila satu nilai juri berubah"),
        PartKind.COHERENCE: _("Apakah juknis mengukur yang dikatakan bobotnya"),
        PartKind.MISSING: _("Bila data kosong diperlakukan lain"),
    }
    return f"{titles[kind]}: {about}" if about else titles[kind]
