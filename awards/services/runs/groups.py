"""Freeze what the groups of a run are called."""

from awards.engine import Result
from awards.models import RunGroup, ScoreRun
from awards.parsing.questionnaire import read_questionnaire
from awards.selectors.runs.groups import RANKING, group_key, present_names, printed_group
from awards.services.runs.rows import write_rows

FIELDS = ("run", "column", "code", "name")


def freeze_groups(run: ScoreRun, result: Result) -> None:
    """Write the names of the ranking's groups, and of every province, region, zone, sector and scale in it.

    Prizes may be given in groups that the ranking does not have. The names are no input: no digest of the run holds
    them, and a rename makes no run stale; a publication's digest holds those it prints.
    """
    names = present_names(run)
    columns = result.rulebook.grouping.columns
    questionnaire = read_questionnaire(result.rulebook.document)
    own = {
        (RANKING, group_key(key)): printed_group(columns, key, names, questionnaire)
        for key in result.group_keys
        if columns
    }
    rows = ((run.pk, column, code, name) for (column, code), name in sorted((names | own).items()))
    write_rows(RunGroup, FIELDS, rows)
