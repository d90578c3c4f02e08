"""The whole report of a run: what was asked in every group, the rank intervals, and what holds for the rulebook."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from awards.editions.models import Slot
from awards.engine import Result
from awards.engine.bridge import coherence_of, ranked_in
from awards.runs.models import ScoreRun
from awards.runs.selectors.groups import group_key, group_names
from awards.runs.selectors.robustness.jurors import juror_parts
from awards.runs.selectors.robustness.missing import missing_parts
from awards.runs.selectors.robustness.named import NamedRun, named_run
from awards.runs.selectors.robustness.parts import Part, PartKind, per_cent, refused
from awards.runs.selectors.robustness.weights import Asked, confidence, weight_parts
from awards.sentences import sentences

FORMAT = "paritrana-ketahanan-1"
DRAWS = 10_000
MOST_ENTRIES = 2000
"""Above this the exact questions are not asked."""
FINALISTS = 500
"""How many of a bigger field are drawn for."""
DEFAULT_PRIZES = 3

Report = Callable[[int, int, str], None]


def robustness_report(run: ScoreRun, *, draws: int, report: Report) -> dict[str, Any]:
    """Return the same content for the same run, seed and draws; figures in it are decimal text or whole numbers."""
    report(0, 1, _("Menghitung ulang hasilnya"))
    named = named_run(run)
    result = named.result
    asked = Asked(seed=run.seed, draws=draws, prizes=prize_places(run))
    total = len(result.group_keys) + 2
    names = group_names(run)
    groups: list[dict[str, Any]] = []
    intervals: dict[str, list[int]] = {}
    for group, key in enumerate(result.group_keys):
        report(group + 1, total, _("Menguji kelompok %(number)d") % {"number": group + 1})
        entries = ranked_in(result, group)
        if len(entries) < 2:
            continue
        parts, found = _group(named, group, entries, asked)
        naming = {"key": group_key(key), "name": names.get(group_key(key), "")}
        groups.append(naming | {"ranked": len(entries), "parts": [part.stored() for part in parts]})
        intervals |= found
    report(total - 1, total, _("Memeriksa juknis dan data kosong"))
    rulebook = [part.stored() for part in _rulebook_parts(run, result)]
    report(total, total, _("Memeriksa juknis dan data kosong"))
    return {
        "format": FORMAT,
        "run": str(run.public_id),
        "result_digest": run.result_digest,
        "engine_version": run.engine_version,
        "seed": asked.seed,
        "draws": asked.draws,
        "prizes": asked.prizes,
        "entries": run.entry_count,
        "is_exact": run.entry_count <= MOST_ENTRIES,
        "groups": groups,
        "rulebook": rulebook,
        "intervals": intervals,
    }


def prize_places(run: ScoreRun) -> int:
    """Return how many places of the whole ranking win a prize."""
    ends = Slot.objects.filter(category=run.category_id, basis="").values_list("to_rank", flat=True)
    return max(ends, default=DEFAULT_PRIZES)


def _group(named: NamedRun, group: int, entries: list[str], asked: Asked) -> tuple[list[Part], dict[str, list[int]]]:
    is_exact = len(named.result.table) <= MOST_ENTRIES
    drawn = entries if is_exact else entries[:FINALISTS]
    part, found = confidence(named.result, drawn, asked)
    parts = [part]
    if is_exact:
        parts += weight_parts(named.result, entries, asked.prizes)
        parts += juror_parts(named, group, entries)
    else:
        parts.append(refused(PartKind.FLIPS, "", _too_big()))
    rows = found.entries if found is not None else ()
    return parts, {named.public_ids[one.id]: [one.low, one.high] for one in rows}


def _too_big() -> str:
    words = {"most": MOST_ENTRIES, "finalists": FINALISTS}
    return (
        _(
            "Kategori ini berisi lebih dari %(most)d peserta. Uji bobot, juri, dan data kosong yang pasti tidak "
            "dihitung, dan undian hanya di antara %(finalists)d peringkat teratas; peserta di bawahnya tidak "
            "diperhitungkan."
        )
        % words
    )


def _rulebook_parts(run: ScoreRun, result: Result) -> Iterator[Part]:
    yield _coherence(result)
    if run.entry_count <= MOST_ENTRIES:
        yield from missing_parts(result)


def _coherence(result: Result) -> Part:
    if not (result.ranks > 0).any():
        return refused(
            PartKind.COHERENCE, "", _("Belum ada peserta yang diperingkat, jadi juknis belum dapat diperiksa.")
        )
    found = coherence_of(result)
    ends = {one.code: one for one in found.extremes}
    rows = tuple(
        [
            one.code,
            "" if one.nominal is None else per_cent(one.nominal),
            per_cent(one.effective),
            per_cent(ends[one.code].at_highest),
        ]
        for one in found.weights
    )
    told = sentences((*result.rulebook.warnings, *found.notes()))
    if any(one.nominal is None for one in found.weights):
        unweighed = _("Kriteria tanpa bobot dan tanpa rentang poin tidak dibandingkan dengan pengaruh nyatanya.")
        told = (*told, unweighed)
    return Part(PartKind.COHERENCE, "", told, rows)
