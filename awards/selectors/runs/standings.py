"""The ranking of a run as a page, a sheet or an answer of the API shows it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from awards.engine import Rulebook as Rules
from awards.models import Entry, NodeScore, RunScore, ScoreRun
from awards.parsing.questionnaire import read_questionnaire
from awards.selectors.runs.labels import column_name, criterion_name


@dataclass(frozen=True, slots=True)
class PrizeName:
    """A prize as it is printed; the group it is given in is left out where it stands beside it anyway."""

    label: str
    group: str
    group_name: str

    def __str__(self) -> str:
        if not self.group_name:
            return self.label
        return _("%(label)s (%(group)s)") % {"label": self.label, "group": self.group_name}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a ranking; `aspects` are what each adds to the score, `group_name` what people call its `group`."""

    entry: Entry
    rank: int | None
    score: str
    band: str
    group: str
    group_name: str
    is_tied: bool
    tie_note: str
    status: str
    aspects: tuple[str, ...]
    prizes: tuple[PrizeName, ...]


def standings(run: ScoreRun) -> QuerySet[RunScore]:
    """Return every entry of a run, best first inside each group, those without rank last.

    Entries on one rank stand in the order of their names: the order inside a tie carries no meaning.
    """
    rows = RunScore.objects.filter(run=run).select_related("entry")
    return rows.order_by("group_key", F("rank").asc(nulls_last=True), "entry__name", "pk")


def ranked(run: ScoreRun) -> QuerySet[RunScore]:
    return standings(run).filter(rank__isnull=False)


def narrowed(rows: QuerySet[RunScore], *, name: str, zone: str, province: str, group: str) -> QuerySet[RunScore]:
    """Keep the entries whose name holds a text, of one zone, province or group; an empty value keeps all."""
    if name:
        rows = rows.filter(entry__name__icontains=name)
    if zone:
        rows = rows.filter(entry__zone_code=zone)
    if province:
        rows = rows.filter(entry__province_code=province)
    if group:
        rows = rows.filter(group_key=group)
    return rows


def lines(
    rows: Sequence[RunScore],
    rules: Rules,
    prizes: Mapping[int, Sequence[PrizeName]],
    groups: Mapping[str, str],
    *,
    with_scores: bool,
) -> list[Line]:
    """Dress the rows of one page; two queries whatever their number. Without scores, ranks and prizes only."""
    codes = [criterion.code for criterion in rules.root.children]
    values = _contributions(rows, codes) if with_scores else {}
    return [
        Line(
            entry=row.entry,
            rank=row.rank,
            score=row.score_text if with_scores else "",
            band=row.band,
            group=row.group_key,
            group_name=groups.get(row.group_key, row.group_key),
            is_tied=row.is_tied,
            tie_note=tie_note(row, rules),
            status=row.status,
            aspects=tuple(values.get(row.pk, {}).get(code, "") for code in codes) if with_scores else (),
            prizes=tuple(prizes.get(row.entry_id, ())),
        )
        for row in rows
    ]


def tie_note(row: RunScore, rules: Rules) -> str:
    """Say how an equal total was decided, or that it was not."""
    if row.is_tied:
        return _("Seri pada semua penentu: berbagi peringkat.")
    if row.decided_by:
        return _("Nilai akhir sama; diputus oleh %(key)s.") % {"key": key_name(rules, row.decided_by)}
    return ""


def key_name(rules: Rules, code: str) -> str:
    """Return the printed name of a tie-break key: a criterion, a measure or a column."""
    for node in rules.root.walk():
        if node.code == code:
            return criterion_name(node)
    if code in rules.measures:
        return rules.measures[code].name
    return column_name(code, read_questionnaire(rules.document))


def _contributions(rows: Sequence[RunScore], codes: Sequence[str]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    nodes = NodeScore.objects.filter(score__in=[row.pk for row in rows], code__in=codes)
    for score_id, code, value in nodes.values_list("score_id", "code", "contribution"):
        found[score_id][code] = value
    return found
