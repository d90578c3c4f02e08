"""Every edit of a draft's text, whatever part of it the edit speaks of. Pure."""

from typing import TypeAlias

from awards.rulebooks.parsing.case_editing import (
    AddCase,
    CaseEdit,
    ChangeCase,
    RemoveCase,
    case_changes,
    edited_cases,
    touched_case,
)
from awards.rulebooks.parsing.changes import changes
from awards.rulebooks.parsing.condition_editing import (
    ConditionEdit,
    RemoveGate,
    WriteCases,
    WriteGate,
    condition_changes,
    edited_conditions,
    touched_condition,
)
from awards.rulebooks.parsing.editing import Edit, edited, touched
from paritrana.lib.problems import Note

DraftEdit: TypeAlias = Edit | CaseEdit | ConditionEdit


def edited_text(text: str, edit: DraftEdit) -> str:
    match edit:
        case AddCase() | ChangeCase() | RemoveCase():
            return edited_cases(text, edit)
        case WriteGate() | RemoveGate() | WriteCases():
            return edited_conditions(text, edit)
        case _:
            return edited(text, edit)


def touched_part(text: str, edit: DraftEdit) -> object:
    match edit:
        case AddCase() | ChangeCase() | RemoveCase():
            return touched_case(text, edit)
        case WriteGate() | RemoveGate() | WriteCases():
            return touched_condition(text, edit)
        case _:
            return touched(text, edit)


def told_changes(before: str, after: str, edit: DraftEdit) -> tuple[Note, ...]:
    match edit:
        case AddCase() | ChangeCase() | RemoveCase():
            return case_changes(edit)
        case WriteGate() | RemoveGate() | WriteCases():
            return condition_changes(before, edit)
        case _:
            return changes(before, after, edit)
