"""What the first place owes to one juror, and to one mark."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from awards.engine.bridge import MarkScale, mark_scales, winners_of
from awards.engine.panel.leave_out import leave_one_juror_out
from awards.engine.robustness.one_mark import MarkChange, one_mark_test
from awards.runs.selectors.robustness.named import NamedRun
from awards.runs.selectors.robustness.parts import Part, PartKind, Row, listed
from awards.sentences import sentence, sentences
from paritrana.lib.canonical import decimal_text
from paritrana.lib.problems import note

MOST_MARKS = 600
TOP = 10


def juror_parts(named: NamedRun, group: int, entries: Sequence[str]) -> Iterator[Part]:
    """Yield the answers where there are marks at all; every trial ranks the whole field under the full rules."""
    result = named.result
    if not result.marks:
        return
    found = leave_one_juror_out(result.marks, lambda marks: winners_of(result, group, marks))
    rows = tuple(
        [
            one.juror,
            listed(one.winners),
            sentence(one.refusal) if one.refusal else "",
            _("ya") if one.is_changed else _("tidak"),
        ]
        for one in found.removals
    )
    yield Part(PartKind.JURORS, "", sentences(found.notes()), rows)
    scales = {scale.criterion: scale for scale in mark_scales(result)}
    for criterion in sorted({mark.criterion for mark in result.marks}):
        if criterion in scales:
            yield _one_mark(named, group, scales[criterion], entries)
        else:
            yield Part(PartKind.ONE_MARK, criterion, (sentence(note("robust.no-mark-scale")),))


def _one_mark(named: NamedRun, group: int, scale: MarkScale, entries: Sequence[str]) -> Part:
    result = named.result
    own = [mark for mark in result.marks if mark.criterion == scale.criterion]
    others = [mark for mark in result.marks if mark.criterion != scale.criterion]
    asked = [mark for mark in own if mark.entity in set(entries)]
    is_whole = len(asked) <= MOST_MARKS
    tried = list(entries) if is_whole else list(entries[:TOP])
    report = one_mark_test(
        own,
        lambda marks: winners_of(result, group, [*marks, *others]),
        step=named.steps.get(scale.criterion, Decimal(1)),
        lowest=scale.lowest,
        highest=scale.highest,
        entities=tried,
    )
    told = sentences(report.notes())
    if not is_whole:
        told = (*told, _("Yang dicoba hanya nilai bagi sepuluh peserta teratas, karena nilainya banyak."))
    rows = tuple(_row(change) for change in report.changes)
    return Part(PartKind.ONE_MARK, scale.criterion, told, rows)


def _row(change: MarkChange) -> Row:
    mark = change.mark
    figures = [decimal_text(mark.value), decimal_text(change.tried)]
    return [mark.juror, mark.entity, *figures, listed(change.winners)]
