"""Freeze what the groups of a run are called."""

from django.utils import translation

from awards.engine import Result
from awards.rulebooks.parsing.questionnaire import read_questionnaire
from awards.runs.models import RunGroup, ScoreRun
from awards.runs.selectors.groups import RANKING, group_key, present_names, printed_group
from awards.runs.services.rows import write_rows
from paritrana.lib.language import Language

FIELDS = ("run", "column", "code", "name", "name_en")


def freeze_groups(run: ScoreRun, result: Result) -> None:
    """Write the names of the ranking's groups, and of every province, region, zone, sector and scale in it.

    Each in Indonesian, as it is signed, and where that is another text in English. Prizes may be given in groups that
    the ranking does not have. The names are no input: no digest of the run holds them, and a rename makes no run
    stale; a publication's digest holds those it prints.
    """
    names, english = (_names(run, result, language) for language in Language)
    rows = (
        (run.pk, column, code, name, "" if english[column, code] == name else english[column, code])
        for (column, code), name in sorted(names.items())
    )
    write_rows(RunGroup, FIELDS, rows)


def _names(run: ScoreRun, result: Result, language: Language) -> dict[tuple[str, str], str]:
    columns = result.rulebook.grouping.columns
    questionnaire = read_questionnaire(result.rulebook.document, language)
    with translation.override(language):
        names = present_names(run)
        own = {
            (RANKING, group_key(key)): printed_group(columns, key, names, questionnaire)
            for key in result.group_keys
            if columns
        }
    return names | own
