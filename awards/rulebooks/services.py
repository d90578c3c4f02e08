"""Versions of a category's rules: added as drafts, checked as a whole, sealed by a digest, retired."""

import datetime
from functools import lru_cache

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from awards.editions.models import Category
from awards.engine import RulebookError, Rules, load_rulebook
from awards.rulebooks.models import Rulebook, RulebookState
from awards.rulebooks.parsing.jury_sheet import JurySheetError, load_jury_sheet
from awards.rulebooks.parsing.questionnaire import QuestionnaireError, load_questionnaire
from awards.rulebooks.selectors.sealed import text_digest
from paritrana.accounts.joint_acts import JointProposal, agree, drop_act, waiting_acts
from paritrana.accounts.models import JointAct, User
from paritrana.audit.services import record
from paritrana.constraints import in_words
from paritrana.lib.problems import Problem, ProblemsError, problem


class RulebookRefusedError(ProblemsError):
    """The text is not a rulebook that can be used."""


class RulebookSealedError(Exception):
    """A sealed or retired text never changes."""


class AnotherRulebookSealedError(Exception):
    """The category already has a sealed rulebook."""


def _unanswered_leaves(rules: Rules, columns: frozenset[str]) -> list[Problem]:
    return [
        problem("", "rulebook.leaf-unanswered", name=leaf.name, column=leaf.column)
        for leaf in rules.leaves
        if str(leaf.source) == "answer" and leaf.column and leaf.column not in columns
    ]


def _unanswered_ties(rules: Rules, columns: frozenset[str]) -> list[Problem]:
    """A misspelt key would part nobody and be noticed by nobody."""
    return [
        problem("", "rulebook.tie-break-unknown", column=column)
        for column in rules.tie_break_columns
        if column not in columns
    ]


def _jury_problems(text: str) -> tuple[Problem, ...]:
    try:
        load_jury_sheet(text)
    except JurySheetError as error:
        return error.problems
    return ()


def check_rulebook_text(text: str) -> Rules:
    """Return the rules when scoring, questionnaire and their meeting points are sound, else raise with every fault.

    What a text was found to be is remembered: a page that shows a saved draft does not read it again.
    """
    rules, problems = _checked(text)
    if problems or rules is None:
        raise RulebookRefusedError(*problems)
    return rules


@lru_cache(maxsize=8)
def _checked(text: str) -> tuple[Rules | None, tuple[Problem, ...]]:
    problems: list[Problem] = []
    rules = None
    try:
        rules = load_rulebook(text)
    except RulebookError as error:
        problems += error.problems
    try:
        columns = load_questionnaire(text).columns
        problems += [*_unanswered_leaves(rules, columns), *_unanswered_ties(rules, columns)] if rules else []
    except QuestionnaireError as error:
        problems += error.problems
    problems += _jury_problems(text) if rules else []
    return rules, tuple(dict.fromkeys(problems))


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
    with in_words(AnotherRulebookSealedError):
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
    return rulebook


@transaction.atomic
def agree_to_seal(*, rulebook: Rulebook, actor: User, at: datetime.datetime) -> JointAct:
    """Propose to seal exactly this text, or as the second independent person seal it; a faulty text is not proposed."""
    check_rulebook_text(rulebook.text)
    if rulebook.state != RulebookState.DRAFT:
        raise RulebookSealedError(_("Hanya rancangan yang dapat disegel. Tidak ada yang berubah."))
    details = {"text_digest": text_digest(rulebook.text)}
    for stale in waiting_acts(rulebook).exclude(details=details):
        drop_act(act=stale, actor=actor, at=at)  # proposed for a text that is another by now
    act = agree(proposal=JointProposal("rulebook.seal", rulebook, details), actor=actor, at=at)
    if act.seconded_at is not None:
        seal_rulebook(rulebook=rulebook, actor=actor, at=at)
    return act


@transaction.atomic
def retire_rulebook(*, rulebook: Rulebook, reason: str, actor: User | None, at: datetime.datetime) -> Rulebook:
    """Take a sealed version out of use; runs and submissions that name it keep it."""
    retired = Rulebook.objects.filter(pk=rulebook.pk, state=RulebookState.SEALED).update(state=RulebookState.RETIRED)
    if not retired:
        raise RulebookSealedError(_("Hanya juknis yang sedang disegel yang dapat ditarik. Tidak ada yang berubah."))
    rulebook.refresh_from_db()
    record(action="rulebook.retire", subject=rulebook, actor=actor, at=at, reason=reason)
    return rulebook
