"""The ranking of a run as a page, a sheet or an answer of the API shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.db.models import F, Model, QuerySet
from django.utils.translation import gettext as _

from awards.engine import Rules
from awards.engine.criteria import Effect, Join
from awards.entries.models import Entry
from awards.rulebooks.selectors.labels import band_name, key_name
from awards.runs.models import RunScore, ScoreRun
from awards.runs.selectors.notes import told
from awards.runs.selectors.outcomes import EntryOutcome, outcome_of

Rows = TypeVar("Rows", bound=Model)


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
class RankingLine:
    """One row of a ranking; `aspects` are what each adds to the score, `group_name` what people call its `group`.

    `rounding` is what printed aspects lack of the printed score, empty where they do not add up to it by their method.
    """

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
    rounding: str
    prizes: tuple[PrizeName, ...]
    outcome: EntryOutcome


def standings(run: ScoreRun) -> QuerySet[RunScore]:
    """Return every entry of a run, best first inside each group, those without rank last.

    Entries on one rank stand in the order of their names: the order inside a tie carries no meaning.
    """
    rows = RunScore.objects.filter(run=run).select_related("entry")
    return rows.order_by("group_key", F("rank").asc(nulls_last=True), "entry__name", "pk")


def ranked(run: ScoreRun) -> QuerySet[RunScore]:
    return standings(run).filter(rank__isnull=False)


@dataclass(frozen=True, slots=True)
class RankingFilter:
    """What a reader narrows a ranking to; an empty value keeps all."""

    name: str = ""
    zone: str = ""
    province: str = ""
    group: str = ""


def narrowed(rows: QuerySet[Rows], wanted: RankingFilter, *, path: str) -> QuerySet[Rows]:
    """Keep the entries whose name holds a text, of one zone, province or group; `path` leads to the entry's columns."""
    conditions = {
        f"{path}name__icontains": wanted.name,
        f"{path}zone_code": wanted.zone,
        f"{path}province_code": wanted.province,
        "group_key": wanted.group,
    }
    return rows.filter(**{column: value for column, value in conditions.items() if value})


def lines(
    rows: Sequence[RunScore],
    rules: Rules,
    prizes: Mapping[int, Sequence[PrizeName]],
    groups: Mapping[str, str],
    amounts: Mapping[int, Mapping[str, str]] | None,
) -> list[RankingLine]:
    """Dress the rows of one page; `amounts` by entry and aspect, None where scores are closed."""
    codes = [criterion.code for criterion in rules.root.children]
    found = []
    for row in rows:
        held = amounts.get(row.entry_id, {}) if amounts is not None else {}
        parts = tuple(held.get(code, "") for code in codes) if amounts is not None else ()
        line = RankingLine(
            entry=row.entry,
            rank=row.rank,
            score=row.score_text if amounts is not None else "",
            band=band_name(rules, row.band),
            group=row.group_key,
            group_name=groups.get(row.group_key, row.group_key),
            is_tied=row.is_tied,
            tie_note=tie_note(row, rules),
            status=told(row.status, rules),
            aspects=parts,
            rounding=_rounding(row.score_text, parts, rules) if amounts is not None else "",
            prizes=tuple(prizes.get(row.entry_id, ())),
            outcome=outcome_of(row),
        )
        found.append(line)
    return found


def adds_up(rules: Rules) -> bool:
    """Tell whether printed contributions and the rounding between them make the total: a mean or a sum of shares."""
    root = rules.root
    is_shared = all(child.effect is Effect.SHARE for child in root.children)
    has_no_limits = root.at_least is None and root.at_most is None
    return is_shared and has_no_limits and not root.adjustments and root.join in (Join.ARITHMETIC, Join.SUM)


def _rounding(score: str, amounts: Sequence[str], rules: Rules) -> str:
    if not score or not adds_up(rules):
        return ""
    return str(Decimal(score) - sum((Decimal(amount) for amount in amounts if amount), Decimal(0)))


def tie_note(row: RunScore, rules: Rules) -> str:
    """Say how an equal total was decided, or that it was not."""
    if row.is_tied:
        return _("Seri pada semua penentu: berbagi peringkat.")
    if row.decided_by:
        return _("Nilai akhir sama; diputus oleh %(key)s.") % {"key": key_name(rules, row.decided_by)}
    return ""
