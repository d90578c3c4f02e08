"""Which juror's mark differs between two runs, on which criterion, from what to what."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from awards.jury.models.panels import Juror
from awards.jury.selectors.cards import replaced_holders
from awards.rulebooks.parsing.jury_sheet import load_jury_sheet
from awards.runs.models import RunMark, ScoreRun
from paritrana.accounts.models import User
from paritrana.pages.reader import reader_language

SEAT_KEY = re.compile(r"juri-(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class MarkDifference:
    """`before` or `after` is None where the mark did not count in that run."""

    juror: str
    criterion: str
    before: Decimal | None
    after: Decimal | None


Key = tuple[str, str]


def mark_changes(run: ScoreRun, applied: ScoreRun | None, ids: Sequence[int]) -> dict[int, list[MarkDifference]]:
    """Return the changed marks of these entries, by seat and by the order of the sheet."""
    if applied is None:
        return {}
    before, after = _marks(applied, ids), _marks(run, ids)
    changed = {
        entry_id: [
            key for key in before[entry_id].keys() | after[entry_id].keys() if _differs(before, after, entry_id, key)
        ]
        for entry_id in ids
    }
    people = _people({key for keys in changed.values() for key, _code in keys})
    names = _criteria(applied) | _criteria(run)
    order = {code: place for place, code in enumerate(names)}

    def place(key: Key) -> tuple[int, str, int, str]:
        juror_key, code = key
        return (people.get(juror_key, (0, juror_key))[0], juror_key, order.get(code, len(order)), code)

    return {
        entry_id: [
            MarkDifference(
                juror=people[key[0]][1] if key[0] in people else key[0],
                criterion=names.get(key[1], key[1]),
                before=before[entry_id].get(key),
                after=after[entry_id].get(key),
            )
            for key in sorted(keys, key=place)
        ]
        for entry_id, keys in changed.items()
        if keys
    }


def _differs(
    before: dict[int, dict[Key, Decimal]], after: dict[int, dict[Key, Decimal]], entry_id: int, key: Key
) -> bool:
    return before[entry_id].get(key) != after[entry_id].get(key)


def _marks(run: ScoreRun, ids: Sequence[int]) -> dict[int, dict[Key, Decimal]]:
    found: dict[int, dict[Key, Decimal]] = defaultdict(dict)
    rows = RunMark.objects.filter(run=run, entry__in=ids).values_list("entry_id", "juror_key", "criterion", "value")
    for entry_id, juror_key, criterion, value in rows:
        found[entry_id][juror_key, criterion] = value
    return found


def _people(keys: Collection[str]) -> dict[str, tuple[int, str]]:
    """Return first holder of the seat and name by key, so that whoever followed stands beside whom."""
    numbers = {key: int(match[1]) for key in keys if (match := SEAT_KEY.fullmatch(key))}
    jurors = Juror.objects.select_related("user").in_bulk(numbers.values())
    holders = replaced_holders() if jurors else {}
    return {
        key: (holders[number].seat if number in holders else number, str(jurors[number]))
        for key, number in numbers.items()
        if number in jurors
    }


def _criteria(run: ScoreRun) -> dict[str, str]:
    sheet = load_jury_sheet(run.rulebook.text, reader_language())
    return {criterion.code: criterion.name for criterion in sheet.criteria}


def may_see_marks(run: ScoreRun, reader: User) -> bool:
    """Whoever sits or sat in a panel of the category learns of the others' marks there, and not here."""
    return not Juror.objects.filter(panel__category=run.category_id, user=reader).exists()
