"""The applied run as it lies before a plenary: what the minutes carry of it, and whether minutes still do."""

import json

from django.utils import translation
from django.utils.translation import gettext as _

from awards.editions.models import Category
from awards.engine.criteria import GateOutcome
from awards.entries.models import Entry
from awards.jury.models.panels import Panel
from awards.jury.models.plenary import Minutes, Plenary
from awards.jury.selectors.minutes import NOTHING_TABLED, TabledResult
from awards.jury.selectors.sheets import jury_sheet
from awards.publication.selectors.lines import Openness
from awards.publication.selectors.prizes import prize_places
from awards.publication.selectors.unawarded import official_reason, unawarded_prizes
from awards.runs.models import AppliedRun, ScoreRun
from awards.runs.selectors.groups import RANKING, frozen_names
from awards.runs.selectors.notes import told
from awards.runs.selectors.rules import run_rules
from awards.runs.selectors.standings import standings
from paritrana.lib.language import Language


def tabled_result(category: Category, *, public_key: str) -> TabledResult:
    """Return what lies on the table of a category's plenary now; nothing while no run is applied."""
    applied = AppliedRun.objects.filter(category=category).select_related("run__rulebook", "run__category").first()
    if applied is None:
        return NOTHING_TABLED
    run = applied.run
    return TabledResult(
        run={"number": run.number, "id": str(run.public_id), "engine_version": run.engine_version},
        ranking=_ranking(run),
        winners=_winners(run),
        unawarded=_unawarded(run),
        not_assessed=_not_assessed(run),
        digests={"run_input": run.input_digest, "run_result": run.result_digest},
        public_key=public_key,
    )


def _ranking(run: ScoreRun) -> list[dict[str, object]]:
    groups = {code: named.name for (column, code), named in frozen_names(run).items() if column == RANKING}
    return [
        {
            "rank": row.rank,
            "entry": row.entry.name,
            "entry_key": str(row.entry.public_id),
            "score": row.score_text,
            "group": row.group_key,
            "group_name": groups.get(row.group_key, row.group_key),
            "is_tied": row.is_tied,
        }
        for row in standings(run)
    ]


def _winners(run: ScoreRun) -> list[dict[str, object]]:
    places = prize_places(run, run_rules(run))
    entries = Entry.objects.in_bulk([place.entry_id for place in places])
    return [
        {
            "position": place.position,
            "label": place.label,
            "group": place.group_key,
            "group_name": place.group_name.name,
            "entry": entries[place.entry_id].name,
            "entry_key": str(entries[place.entry_id].public_id),
            "rank": place.rank,
            "is_shared": place.is_shared,
        }
        for place in places
    ]


def _unawarded(run: ScoreRun) -> list[dict[str, object]]:
    """Say which prizes nobody won; the plenary sees every figure."""
    open_to_the_plenary = Openness(scores=True, marks=False)
    return [
        {"position": one.position, "label": one.label, "group_name": one.group_name, "reason": official_reason(one)}
        for one in unawarded_prizes(run, run_rules(run), open_to_the_plenary)
    ]


def _not_assessed(run: ScoreRun) -> list[dict[str, object]]:
    """Say who was kept out by a gate, with its reason as official papers say it."""
    rules = run_rules(run)
    rows = standings(run).filter(rank=None, gate=GateOutcome.FAIL)
    with translation.override(Language.INDONESIAN):
        return [
            {"entry": row.entry.name, "entry_key": str(row.entry.public_id), "reason": told(row.status, rules)}
            for row in rows
        ]


def needs_minutes(category: Category) -> bool:
    """Tell whether a plenary stands before a publication: not where the rulebook asks nothing of a jury."""
    return bool(jury_sheet(category).criteria)


def missing_papers(category: Category, run: ScoreRun) -> list[str]:
    """Say of each closed panel what its plenary still owes this run.

    Minutes are current when they carry the run's digests and were written after the panel was last closed: re-opening
    a panel takes their word back even where no mark changed. Open panels are named by the jury's own list.
    """
    if not needs_minutes(category):
        return []
    panels = Panel.objects.filter(category=category, closed_at__isnull=False).order_by("pk")
    return [fault for panel in panels if (fault := _missing(panel, run))]


def _missing(panel: Panel, run: ScoreRun) -> str:
    names = {"panel": panel.name, "number": run.number}
    plenary = Plenary.objects.filter(panel=panel).first()
    if plenary is None:
        return _("Sidang pleno %(panel)s belum digelar. Buka pleno, catat putusannya, lalu tutup.") % names
    if plenary.closed_at is None:
        return _("Sidang pleno %(panel)s belum ditutup. Tutup pleno dan buat berita acaranya.") % names
    minutes = Minutes.objects.filter(plenary=plenary).order_by("-number").first()
    if minutes is None:
        return _("Sidang pleno %(panel)s belum punya berita acara. Buat berita acaranya.") % names
    if panel.closed_at is not None and minutes.written_at < panel.closed_at:
        return (
            _(
                "Penilaian %(panel)s dibuka kembali sesudah berita acaranya. Buka kembali pleno bila putusannya "
                "berubah, lalu buat berita acara perbaikan."
            )
            % names
        )
    if not carries(minutes, run):
        return (
            _(
                "Berita acara %(panel)s tidak memuat perhitungan %(number)d yang dipakai. Buat berita acara "
                "perbaikan sesudah pleno melihat hasilnya."
            )
            % names
        )
    return ""


def carries(minutes: Minutes, run: ScoreRun) -> bool:
    """Tell whether these minutes name the run's input and result."""
    digests = json.loads(minutes.content)["digests"]
    return (digests.get("run_input"), digests.get("run_result")) == (run.input_digest, run.result_digest)
