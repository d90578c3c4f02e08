"""Try other rules on a run's frozen input, in private. Nothing here writes a run, a score of a run or a publication."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from awards.editions.models import Category
from awards.engine import EngineError, Result, RulebookError, Rules, Standing, load_rulebook, score
from awards.entries.models import Entry
from awards.rulebooks.parsing.questionnaire import read_questionnaire
from awards.rulebooks.selectors.sealed import checked_text, text_digest
from awards.runs.models import RunScore, ScoreRun, WhatIf, WhatIfPlace
from awards.runs.selectors.frozen import run_entries, text_of
from awards.runs.selectors.groups import GroupName, frozen_names, group_key, printed_group
from awards.runs.selectors.notes import kept
from awards.runs.selectors.rules import rules_of
from awards.runs.selectors.what_if import trial_base, trial_marks, trial_table
from awards.runs.services.rows import erase_rows, write_rows
from awards.sentences import refusal, sentence
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.lib.language import Language

CHUNK = 1000
LONGEST_TEXT = 400_000
FIELDS = (
    "what_if",
    "entry",
    "rank",
    "score_text",
    "group_key",
    "group_name",
    "group_name_en",
    "status",
    "official_rank",
    "official_score",
    "rise",
)
Report = Callable[[int, int, str], None]
Official = Mapping[str, tuple[int, int | None, str]]
"""Public id -> the entry's key, rank and printed score in the run."""


class NothingToTryError(Exception):
    """The category has no computed run whose input could be used."""


class WhatIfRefusedError(Exception):
    """The rules cannot be tried; `problems` are sentences, each with the place it speaks of ("" for the whole)."""

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{place}: {message}" if place else message for place, message in self.problems))


def open_what_if(*, category: Category, name: str, actor: User, at: datetime.datetime) -> WhatIf:
    """Copy the rules of the category's applied run, else of the latest proposed one."""
    run = trial_base(category)
    if run is None or not run.result_digest:
        raise NothingToTryError(
            _("Kategori ini belum punya perhitungan. Ajukan perhitungan dahulu; masukannya yang dipakai coba-coba.")
        )
    text = checked_text(run.rulebook)
    with transaction.atomic():
        what_if = WhatIf.objects.create(
            category=category,
            run=run,
            owner=actor,
            name=name,
            text=text,
            text_digest=text_digest(text),
            created_at=at,
            changed_at=at,
        )
        _record("what_if.open", what_if, actor, at)
    return what_if


def revise_what_if(*, what_if: WhatIf, text: str, actor: User, at: datetime.datetime) -> WhatIf:
    """Take other rules; refused ones change nothing. The places stay those of the rules before until computed again."""
    text = text.replace("\r\n", "\n")
    trial_rules(what_if.run, text)
    with transaction.atomic():
        WhatIf.objects.filter(pk=what_if.pk).update(text=text, text_digest=text_digest(text), changed_at=at)
        what_if.refresh_from_db()
        _record("what_if.revise", what_if, actor, at)
    return what_if


def delete_what_if(*, what_if: WhatIf, actor: User, at: datetime.datetime) -> None:
    with transaction.atomic():
        _record("what_if.delete", what_if, actor, at)
        erase_rows(WhatIfPlace.objects.filter(what_if=what_if))
        what_if.delete()


def trial_rules(run: ScoreRun, text: str) -> Rules:
    """Load the rules of a trial; they may read what the run froze and nothing else."""
    if len(text) > LONGEST_TEXT:
        raise WhatIfRefusedError([("", _("Teks juknis ini terlalu panjang. Ringkas dahulu; tidak ada yang disimpan."))])
    try:
        rules = load_rulebook(text)
    except RulebookError as error:
        raise WhatIfRefusedError((problem.path, sentence(problem)) for problem in error.problems) from error
    frozen = rules_of(run.rulebook.text)
    others = sorted(set(rules.columns) - set(frozen.columns))
    others += sorted({leaf.jury for leaf in rules.leaves if leaf.jury} - {leaf.jury for leaf in frozen.leaves})
    if others:
        message = _(
            "Aturan ini membaca data yang tidak dibekukan bersama perhitungan: %(columns)s. Coba-coba hanya memakai "
            "masukan beku, jadi hapus kriteria itu atau pakai kolom yang ada."
        )
        raise WhatIfRefusedError([("", message % {"columns": ", ".join(others)})])
    return rules


def compute_what_if(*, what_if_id: uuid.UUID, at: datetime.datetime, report: Report) -> WhatIf | None:
    """Put the places of a trial in the place of its former ones; None when the trial is gone meanwhile."""
    what_if = WhatIf.objects.select_related("run__rulebook").filter(pk=what_if_id).first()
    if what_if is None:
        return None
    run, digest = what_if.run, what_if.text_digest
    report(0, run.entry_count, _("Menghitung urutan coba-coba"))
    result = _result(what_if)
    with transaction.atomic():
        held = WhatIf.objects.filter(pk=what_if.pk).update(computed_digest=digest, computed_at=at)
        if not held:
            return None
        erase_rows(WhatIfPlace.objects.filter(what_if=what_if))
        _write(what_if, result, report)
    what_if.refresh_from_db()
    return what_if


def _result(what_if: WhatIf) -> Result:
    run = what_if.run
    keys = run_entries(run)
    rules = trial_rules(run, what_if.text)
    try:
        return score(rules, trial_table(run, rules, keys), trial_marks(run, rules, keys))
    except EngineError as error:
        raise WhatIfRefusedError([("", _named(refusal(error), keys))]) from error


def _write(what_if: WhatIf, result: Result, report: Report) -> None:
    official = _official(what_if.run)
    groups = _group_names(what_if, result)
    standings = iter(result.standings)
    done = 0
    while chunk := list(islice(standings, CHUNK)):
        write_rows(WhatIfPlace, FIELDS, _rows(what_if, chunk, official, groups))
        done += len(chunk)
        report(done, len(official), _("Menyimpan urutan coba-coba"))


def _group_names(what_if: WhatIf, result: Result) -> dict[str, GroupName]:
    """Name the groups of the trial, which need not be the run's, in both languages."""
    frozen, columns = frozen_names(what_if.run), result.rulebook.grouping.columns
    found: dict[Language, dict[str, str]] = {}
    for language in Language:
        questionnaire = read_questionnaire(result.rulebook.document, language)
        with translation.override(language):
            names = {place: one.shown for place, one in frozen.items()}
            found[language] = {
                group_key(key): printed_group(columns, key, names, questionnaire) for key in result.group_keys
            }
    english = found[Language.ENGLISH]
    return {
        key: GroupName(name, "" if english[key] == name else english[key])
        for key, name in found[Language.INDONESIAN].items()
    }


def _rows(
    what_if: WhatIf, standings: Iterable[Standing], official: Official, groups: Mapping[str, GroupName]
) -> Iterator[tuple[object, ...]]:
    for standing in standings:
        entry_id, rank, printed = official[standing.id]
        key = group_key(standing.group.values())
        rise = None if rank is None or standing.rank is None else rank - standing.rank
        yield (
            what_if.pk,
            entry_id,
            standing.rank,
            text_of(standing.score),
            key[:120],
            groups[key].name,
            groups[key].english,
            kept(standing.notes),
            rank,
            printed,
            rise,
        )


def _official(run: ScoreRun) -> Official:
    rows = RunScore.objects.filter(run=run).values_list("entry__public_id", "entry_id", "rank", "score_text")
    return {str(public_id): (entry, rank, text) for public_id, entry, rank, text in rows.iterator(chunk_size=5000)}


def _named(message: str, keys: Mapping[int, str]) -> str:
    """Put names in the place of the engine's identities: people read the message."""
    named = [public_id for public_id in keys.values() if public_id in message]
    for public_id, name in Entry.objects.filter(public_id__in=named).values_list("public_id", "name"):
        message = message.replace(str(public_id), name)
    return message


def _record(action: str, what_if: WhatIf, actor: User, at: datetime.datetime) -> None:
    changes: dict[str, object] = {"run": str(what_if.run.public_id), "text_digest": what_if.text_digest}
    record(action=action, subject=what_if, actor=actor, at=at, changes=changes)
