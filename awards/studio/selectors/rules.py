"""What a rulebook's text asks, of whom, and what is wrong with it; read once per text."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from awards.rulebooks.models import Rulebook, RulebookState
from awards.rulebooks.parsing.jury_sheet import load_jury_sheet
from awards.rulebooks.parsing.questionnaire import load_questionnaire
from awards.rulebooks.selectors.known_columns import STRANGE_COLUMNS
from awards.rulebooks.selectors.labels import told_faults
from awards.rulebooks.services import RulebookRefusedError, check_draft


@dataclass(frozen=True, slots=True)
class RulesFound:
    """`codes` are the criteria's. A text with `faults` (sentences in the reader's language) tells nothing else."""

    questions: int
    jury_criteria: int
    codes: frozenset[str]
    faults: tuple[str, ...]


def counting_rulebooks(rows: QuerySet[Rulebook]) -> dict[int, Rulebook]:
    """Return the sealed version, or else the latest of these, by category."""
    found: dict[int, Rulebook] = {}
    for rulebook in rows.order_by("version"):
        known = found.get(rulebook.category_id)
        if known is None or known.state != RulebookState.SEALED:
            found[rulebook.category_id] = rulebook
    return found


def rules_found(rulebook: Rulebook) -> RulesFound:
    try:
        questions, criteria, codes, refused = _read(rulebook.text)
    except RulebookRefusedError as refusal:
        return RulesFound(0, 0, frozenset(), told_faults(refusal, rulebook.text))
    return RulesFound(questions, criteria, codes, told_faults(refused, rulebook.text) if refused else ())


@lru_cache(maxsize=128)
def _read(text: str) -> tuple[int, int, frozenset[str], RulebookRefusedError | None]:
    """Remember what a text says: an edition has dozens, and its list is looked at again and again."""
    try:
        rules = check_draft(text)
    except RulebookRefusedError as refusal:
        if any(one.code in STRANGE_COLUMNS for one in refusal.problems):
            raise  # never remembered: a score sheet that is published may come to know the column
        return 0, 0, frozenset(), RulebookRefusedError(*refusal.problems)
    codes = frozenset(node.code for node in rules.root.walk())
    return len(load_questionnaire(text).questions), len(load_jury_sheet(text).criteria), codes, None
