"""Versions of a category's rules: added as drafts, checked as a whole, sealed by a digest, retired."""

import datetime
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from awards.engine import Rulebook as Rules
from awards.engine import RulebookError, load_rulebook
from awards.models.editions import Category
from awards.models.rulebooks import Rulebook, RulebookState
from awards.parsing.jury import JurySheetError, load_jury_sheet
from awards.parsing.questionnaire import QuestionnaireError, load_questionnaire
from awards.selectors.rulebooks import text_digest
from paritrana.accounts.models import User
from paritrana.audit.services import record


class RulebookRefusedError(Exception):
    """The text is not a rulebook that can be used; `problems` are sentences that name their place."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class RulebookSealedError(Exception):
    """A sealed or retired text never changes."""


class AnotherRulebookSealedError(Exception):
    """The category already has a sealed rulebook."""


def _unanswered_leaves(rules: Rules, columns: frozenset[str]) -> list[str]:
    return [
        _("Kriteria «%(name)s» membaca jawaban %(column)s, tetapi kuesioner tidak menanyakannya.")
        % {"name": leaf.name, "column": leaf.column}
        for leaf in rules.leaves
        if str(leaf.source) == "answer" and leaf.column and leaf.column not in columns
    ]


def _unanswered_ties(rules: Rules, columns: frozenset[str]) -> list[str]:
    """A misspelt key would part nobody and be noticed by nobody."""
    return [
        _("Penentu seri «%(column)s» bukan kriteria, ukuran, atau jawaban isian. Perbaiki kodenya.")
        % {"column": column}
        for column in rules.tie_break_columns
        if column not in columns
    ]


def _jury_problems(text: str) -> list[str]:
    try:
        load_jury_sheet(text)
    except JurySheetError as error:
        return [str(error)]
    return []


def check_rulebook_text(text: str) -> Rules:
    """Return the rules when scoring, questionnaire and their meeting points are sound, else raise with every fault."""
    problems: list[str] = []
    rules = None
    try:
        rules = load_rulebook(text)
    except RulebookError as error:
        problems += [str(problem) for problem in error.problems]
    try:
        columns = load_questionnaire(text).columns
        problems += [*_unanswered_leaves(rules, columns), *_unanswered_ties(rules, columns)] if rules else []
    except QuestionnaireError as error:
        problems += [str(problem) for problem in error.problems]
    problems += _jury_problems(text) if rules else []
    if problems or rules is None:
        raise RulebookRefusedError(dict.fromkeys(problems))
    return rules


@transaction.atomic
def add_rulebook_version(
    *, category: Category, title: str, text: str, actor: User | None, at: datetime.datetime
) -> Rulebook:
    """Add a draft; it may still hold faults, sealing finds them."""
    last = Rulebook.objects.filter(category=category).aggregate(last=Max("version"))["last"] or 0
    rulebook = Rulebook.objects.create(
        category=category, version=last + 1, title=title, text=text, digest=text_digest(text), created_at=at
    )
    changes: dict[str, object] = {"version": last + 1, "text_digest": rulebook.digest}
    record(action="rulebook.add", subject=rulebook, actor=actor, at=at, changes=changes)
    return rulebook


@transaction.atomic
def revise_draft(*, rulebook: Rulebook, title: str, text: str, actor: User | None, at: datetime.datetime) -> Rulebook:
    changed = Rulebook.objects.filter(pk=rulebook.pk, state=RulebookState.DRAFT).update(
        title=title, text=text, digest=text_digest(text)
    )
    if not changed:
        raise RulebookSealedError(
            _("Juknis yang sudah disegel tidak dapat diubah dan tidak ada yang berubah. Buat versi baru.")
        )
    rulebook.refresh_from_db()
    record(action="rulebook.revise", subject=rulebook, actor=actor, at=at, changes={"text_digest": rulebook.digest})
    return rulebook


def seal_rulebook(*, rulebook: Rulebook, actor: User | None, at: datetime.datetime) -> Rulebook:
    """Check a draft as a whole and seal exactly the text that was checked."""
    rules = check_rulebook_text(rulebook.text)
    try:
        with transaction.atomic():
            sealed = Rulebook.objects.filter(pk=rulebook.pk, state=RulebookState.DRAFT, text=rulebook.text).update(
                state=RulebookState.SEALED,
                digest=rules.digest,
                text_digest=text_digest(rulebook.text),
                sealed_at=at,
                sealed_by=actor,
            )
            if not sealed:
                raise RulebookSealedError(
                    _("Juknis ini sudah disegel atau baru saja diubah orang lain. Muat ulang halaman dan periksa lagi.")
                )
            rulebook.refresh_from_db()
            changes: dict[str, object] = {"digest": rulebook.digest, "text_digest": rulebook.text_digest}
            record(action="rulebook.seal", subject=rulebook, actor=actor, at=at, changes=changes)
    except IntegrityError as error:
        raise AnotherRulebookSealedError(
            _("Kategori ini sudah memiliki juknis yang disegel. Tarik dahulu versi itu, lalu segel yang baru.")
        ) from error
    return rulebook


@transaction.atomic
def retire_rulebook(*, rulebook: Rulebook, reason: str, actor: User | None, at: datetime.datetime) -> Rulebook:
    """Take a sealed version out of use; runs and submissions that name it keep it."""
    retired = Rulebook.objects.filter(pk=rulebook.pk, state=RulebookState.SEALED).update(state=RulebookState.RETIRED)
    if not retired:
        raise RulebookSealedError(_("Hanya juknis yang sedang disegel yang dapat ditarik. Tidak ada yang berubah."))
    rulebook.refresh_from_db()
    record(action="rulebook.retire", subject=rulebook, actor=actor, at=at, reason=reason)
    return rulebook
