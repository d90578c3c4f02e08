"""What the groups of a run are called: looked up once, when it is computed, and read from what was frozen then."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from awards.editions.models import Zone
from awards.rulebooks.parsing.questionnaire import Questionnaire
from awards.rulebooks.selectors.labels import value_name
from awards.runs.models import RunGroup, RunScore, ScoreRun
from awards.runs.selectors.inputs import REFERENCES
from employers.models.employers import Scale
from employers.selectors.sections import section_names
from paritrana.lib.language import Language
from paritrana.pages.reader import in_words, reader_language
from regions.models.regions import Region

RANKING = ""
"""The column under which the ranking's own groups are named, by the key of their scores."""
UNNAMED = gettext_noop("nama tidak tercatat")
UNGROUPED = gettext_noop("tanpa kelompok")

Names = Mapping[tuple[str, str], str]
"""Reference column and code -> name, as printed."""
Sections = Mapping[str, set[str]]
"""Letter of a section -> the versions of KBLI in which the entrants of a run use it."""


@dataclass(frozen=True, slots=True)
class GroupName:
    """What a run calls a group; `english` is empty where it is no other text, and in runs that froze none."""

    name: str
    english: str = ""

    @property
    def shown(self) -> str:
        return in_words(self.name, self.english)


def group_key(values: Iterable[str]) -> str:
    return " · ".join(values)


def frozen_names(run: ScoreRun) -> dict[tuple[str, str], GroupName]:
    """Return every name frozen with a run, those of the ranking's groups under `RANKING`; one query."""
    rows = RunGroup.objects.filter(run=run).values_list("column", "code", "name", "name_en")
    return {(column, code): GroupName(name, english) for column, code, name, english in rows}


def group_names(run: ScoreRun) -> dict[str, str]:
    """Return the frozen Indonesian name of each group of the ranking by its key, as it is signed; one query."""
    return dict(RunGroup.objects.filter(run=run, column=RANKING).values_list("code", "name"))


def shown_group_names(run: ScoreRun) -> dict[str, str]:
    """Return the same in the reader's language; one query."""
    rows = RunGroup.objects.filter(run=run, column=RANKING).values_list("code", "name", "name_en")
    return {code: in_words(name, english) for code, name, english in rows}


def with_group_names(rows: QuerySet[RunScore], run: ScoreRun) -> QuerySet[RunScore]:
    """Add `group_name` in the reader's language to each row of a run, "" where the ranking has no groups."""
    named = RunGroup.objects.filter(run=run, column=RANKING, code=OuterRef("group_key"))
    if reader_language() is Language.ENGLISH:
        shown = named.values_list(Coalesce(NullIf("name_en", Value("")), "name", output_field=TextField()))
    else:
        shown = named.values_list("name")
    return rows.annotate(group_name=Coalesce(Subquery(shown), "group_key", output_field=TextField()))


def present_names(run: ScoreRun) -> dict[tuple[str, str], str]:
    """Look up what the reference data calls, now, every code of a run's entrants, in the language at hand."""
    codes, sections = _codes(run)
    zones = Zone.objects.filter(edition=run.category.edition_id, code__in=codes["zone"])
    places = Region.objects.filter(code__in=codes["province"] | codes["region"]).values_list(
        "code", "full_name", "name"
    )
    regions = {code: full_name or name for code, full_name, name in places}
    scales = {code: str(label) for code, label in Scale.choices}
    known = {
        "zone": {zone.code: in_words(zone.name, zone.name_en) for zone in zones},
        "province": regions,
        "region": regions,
        "scale": scales,
    }
    found = {
        (column, code): known[column].get(code) or f"{code} ({_(UNNAMED)})"
        for column in known
        for code in codes[column]
    }
    return found | {("sector", code): name for code, name in _sector_names(sections).items()}


def printed_group(columns: Sequence[str], values: Sequence[str], names: Names, questionnaire: Questionnaire) -> str:
    """Return the name of one group of a ranking; a column that is an answer speaks in the words of its choices."""
    return group_key(
        names.get((column, value)) or value_name(column, value, questionnaire)
        for column, value in zip(columns, values, strict=True)
    )


def _codes(run: ScoreRun) -> tuple[dict[str, set[str]], Sections]:
    """Return the codes in use by column, and the versions of KBLI by letter; one query."""
    fields = [f"entry__{field}" for field in (*REFERENCES.values(), "sector_version")]
    codes: dict[str, set[str]] = {column: set() for column in REFERENCES}
    sections: dict[str, set[str]] = defaultdict(set)
    for *values, version in RunScore.objects.filter(run=run).order_by().values_list(*fields).distinct():
        for column, value in zip(REFERENCES, values, strict=True):
            if value:
                codes[column].add(value)
                if column == "sector":
                    sections[value].add(version)
    return codes, sections


def _sector_names(sections: Sections) -> dict[str, str]:
    """Return letter and name; where the entrants' versions give one letter several names, each with its version."""
    names = section_names({(version, letter) for letter, versions in sections.items() for version in versions})
    found = {}
    for letter, versions in sections.items():
        by_version = {version: names.get((version, letter), _(UNNAMED)) for version in sorted(versions)}
        distinct = set(by_version.values())
        if len(distinct) == 1:
            text = distinct.pop()
        else:
            text = "; ".join(f"{name} ({version or _(UNNAMED)})" for version, name in by_version.items())
        found[letter] = f"{letter} - {text}"
    return found
