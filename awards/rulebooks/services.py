"""Versions of a category's rules: added as drafts, checked as a whole, sealed by a digest, retired."""

import datetime
from collections.abc import Mapping
from functools import lru_cache

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from awards.editions.models import Category
from awards.engine import RulebookError, Rules, load_rulebook
from awards.engine.proving import CaseProof, case_proofs
from awards.rulebooks.models import RevisionKind, Rulebook, RulebookRevision, RulebookState
from awards.rulebooks.parsing.changes import AS_TEXT, STARTED
from awards.rulebooks.parsing.drafts import DraftEdit, edited_text, told_changes, touched_part
from awards.rulebooks.parsing.jury_sheet import JurySheetError, load_jury_sheet
from awards.rulebooks.parsing.questionnaire import Questionnaire, QuestionnaireError, load_questionnaire
from awards.rulebooks.selectors.history import head_of
from awards.rulebooks.selectors.known_columns import column_problems, with_near
from awards.rulebooks.selectors.labels import english_names, rule_words
from awards.rulebooks.selectors.sealed import text_digest
from awards.sentences import sentences
from paritrana.accounts.joint_acts import JointProposal, agree, drop_act, waiting_acts
from paritrana.accounts.models import JointAct, User
from paritrana.audit.services import record
from paritrana.constraints import in_words
from paritrana.lib.problems import Note, Problem, ProblemsError, problem


class RulebookRefusedError(ProblemsError):
    """The text is not a rulebook that can be used."""


class RulebookSealedError(Exception):
    """A sealed or retired text never changes."""


class DraftChangedError(Exception):
    """Somebody changed the same place since it was seen; nothing was saved. `seen` is the number that was seen."""

    def __init__(self, seen: int) -> None:
        super().__init__(_("Juknis ini sudah diubah orang lain pada bagian yang sama. Tidak ada yang disimpan."))
        self.seen = seen


class NothingToUndoError(Exception):
    """There is no step to go back to, or none to do again."""


class AnotherRulebookSealedError(Exception):
    """The category already has a sealed rulebook."""


def _unanswered_leaves(rules: Rules, columns: frozenset[str]) -> list[Problem]:
    return [
        with_near("rulebook.leaf-unanswered", columns, name=leaf.name, column=leaf.column)
        for leaf in rules.leaves
        if str(leaf.source) == "answer" and leaf.column and leaf.column not in columns
    ]


def _unanswered_ties(rules: Rules, columns: frozenset[str]) -> list[Problem]:
    """A misspelt key would part nobody and be noticed by nobody."""
    return [
        with_near("rulebook.tie-break-unknown", columns, column=column)
        for column in rules.tie_break_columns
        if column not in columns and column not in rules.history
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
    rules, questionnaire, problems = _checked(text)
    if rules and questionnaire:
        problems += column_problems(rules, questionnaire)
    if problems or rules is None:
        raise RulebookRefusedError(*problems)
    return rules


@lru_cache(maxsize=8)
def _checked(text: str) -> tuple[Rules | None, Questionnaire | None, tuple[Problem, ...]]:
    problems: list[Problem] = []
    rules = questionnaire = None
    try:
        rules = load_rulebook(text)
    except RulebookError as error:
        problems += error.problems
    try:
        questionnaire = load_questionnaire(text)
        columns = questionnaire.columns
        problems += [*_unanswered_leaves(rules, columns), *_unanswered_ties(rules, columns)] if rules else []
    except QuestionnaireError as error:
        problems += error.problems
    problems += _jury_problems(text) if rules else []
    return rules, questionnaire, tuple(dict.fromkeys(problems))


@lru_cache(maxsize=8)
def proofs_of(text: str) -> tuple[CaseProof, ...]:
    """Return what came of the cases of a text whose rules are sound; remembered, as its faults are."""
    return case_proofs(check_rulebook_text(text))


def check_draft(text: str) -> Rules:
    """Return the rules of a text that could be sealed as it is; else raise with every fault, or every failing case."""
    rules = check_rulebook_text(text)
    failed = [one for one in proofs_of(text) if not one.is_passed]
    if failed:
        raise RulebookRefusedError(
            *(problem("", "worked.failed", name=one.case.name, failures=_said(one, rules)) for one in failed)
        )
    return rules


def _said(proof: CaseProof, rules: Rules) -> tuple[str, ...]:
    """Say in the rulebook's words what failed, for a list of faults that knows no rulebook."""
    return sentences(proof.failures, rule_words(rules))


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
def revise_draft(
    *, rulebook: Rulebook, title: str, text: str, actor: User | None, at: datetime.datetime, seen: int | None = None
) -> Rulebook:
    """Exchange title and text; with `seen`, only when nobody made a revision after that one."""
    held = _held_draft(rulebook)
    head = _head(held, at)
    if seen is not None and seen != head.number:
        raise DraftChangedError(seen)
    if title != held.title:
        Rulebook.objects.filter(pk=held.pk).update(title=title)
    if text != held.text:
        _write(held, _after(head, text, (AS_TEXT,)), actor, at)
    rulebook.refresh_from_db()
    record(action="rulebook.revise", subject=rulebook, actor=actor, at=at, changes={"text_digest": rulebook.digest})
    return rulebook


@transaction.atomic
def edit_draft(
    *, rulebook: Rulebook, edit: DraftEdit, seen: int, actor: User | None, at: datetime.datetime
) -> RulebookRevision:
    """Make one edit of a draft that was looked at as revision `seen`.

    What others did meanwhile stays. Only where they touched what this edit rests on it is refused: DraftChangedError.
    """
    held = _held_draft(rulebook)
    head = _head(held, at)
    if seen != head.number:
        base = held.revisions.filter(number=seen).first()
        if base is None or touched_part(base.text, edit) != touched_part(held.text, edit):
            raise DraftChangedError(seen)
    text = edited_text(held.text, edit)
    told = told_changes(held.text, text, edit)
    english = english_names(held.text) | english_names(text)
    made = _write(held, _after(head, text, told, english), actor, at)
    _record_revision(made, action="rulebook.edit")
    rulebook.refresh_from_db()
    return made


@transaction.atomic
def undo_edit(*, rulebook: Rulebook, seen: int, actor: User | None, at: datetime.datetime) -> RulebookRevision:
    """Bring back the text before the last step; this is a step of its own."""
    held = _held_draft(rulebook)
    head = _seen_head(held, seen, at)
    if head.undo_to is None:
        raise NothingToUndoError(_("Tidak ada yang dapat diurungkan. Tidak ada yang berubah."))
    back = held.revisions.get(number=head.undo_to)
    undone = held.revisions.get(number=head.origin)
    step = RulebookRevision(
        number=head.number + 1,
        kind=RevisionKind.UNDO,
        text=back.text,
        told=undone.told,
        origin=back.origin,
        undo_to=back.undo_to,
        redo_to=head.number,
    )
    made = _write(held, step, actor, at)
    _record_revision(made, action="rulebook.undo")
    rulebook.refresh_from_db()
    return made


@transaction.atomic
def redo_edit(*, rulebook: Rulebook, seen: int, actor: User | None, at: datetime.datetime) -> RulebookRevision:
    """Do again what the last step took back."""
    held = _held_draft(rulebook)
    head = _seen_head(held, seen, at)
    if head.redo_to is None:
        raise NothingToUndoError(_("Tidak ada yang dapat diulangi. Tidak ada yang berubah."))
    again = held.revisions.get(number=head.redo_to)
    step = RulebookRevision(
        number=head.number + 1,
        kind=RevisionKind.REDO,
        text=again.text,
        told=held.revisions.get(number=again.origin).told,
        origin=again.origin,
        undo_to=again.undo_to,
        redo_to=again.redo_to,
    )
    made = _write(held, step, actor, at)
    _record_revision(made, action="rulebook.redo")
    rulebook.refresh_from_db()
    return made


def _held_draft(rulebook: Rulebook) -> Rulebook:
    held = Rulebook.objects.select_for_update().filter(pk=rulebook.pk, state=RulebookState.DRAFT).first()
    if held is None:
        raise RulebookSealedError(
            _("Juknis yang sudah disegel tidak dapat diubah dan tidak ada yang berubah. Buat versi baru.")
        )
    return held


def _head(held: Rulebook, at: datetime.datetime) -> RulebookRevision:
    """Return the last revision; a text that has none yet, or was exchanged around them, becomes one first."""
    head = head_of(held)
    if head is None:
        told = _told((STARTED,), {})
        return RulebookRevision.objects.create(
            rulebook=held, number=0, text=held.text, told=told, origin=0, made_at=held.created_at
        )
    if head.text == held.text:
        return head
    found = _after(head, held.text, (AS_TEXT,))
    found.rulebook, found.made_at = held, at
    found.save()
    return found


def _seen_head(held: Rulebook, seen: int, at: datetime.datetime) -> RulebookRevision:
    head = _head(held, at)
    if head.number != seen:
        raise DraftChangedError(seen)
    return head


def _after(
    head: RulebookRevision, text: str, told: tuple[Note, ...], english: Mapping[str, str] | None = None
) -> RulebookRevision:
    number = head.number + 1
    stored = _told(told, english or {})
    return RulebookRevision(number=number, text=text, told=stored, origin=number, undo_to=head.number)


def _told(notes: tuple[Note, ...], english: Mapping[str, str]) -> list[dict[str, object]]:
    """Return notes as they are stored, with the English of the names in them where the rulebook has one."""
    stored: list[dict[str, object]] = []
    for one in notes:
        names = [str(value) for value in one.values.values() if str(value) in english]
        stored.append(
            {"code": one.code, "values": dict(one.values), "english": {name: english[name] for name in names}}
        )
    return stored


def _write(held: Rulebook, revision: RulebookRevision, actor: User | None, at: datetime.datetime) -> RulebookRevision:
    revision.rulebook, revision.made_by, revision.made_at = held, actor, at
    with in_words(lambda _sentence: DraftChangedError(revision.number - 1)):
        revision.save()
    Rulebook.objects.filter(pk=held.pk).update(text=revision.text, digest=text_digest(revision.text))
    return revision


def _record_revision(made: RulebookRevision, *, action: str) -> None:
    step = {"revision": made.number, "told": made.told, "text_digest": text_digest(made.text)}
    record(action=action, subject=made.rulebook, actor=made.made_by, at=made.made_at, changes=step)


def seal_rulebook(*, rulebook: Rulebook, actor: User | None, at: datetime.datetime) -> Rulebook:
    """Check a draft as a whole, its cases too, and seal exactly the text that was checked."""
    rules = check_draft(rulebook.text)
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
    check_draft(rulebook.text)
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
