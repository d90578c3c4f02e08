"""The totals that the source itself prints, beside those computed: a sheet and a sentence."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.engine.published import TotalCheck, TotalFinding
from awards.offline.sheets import OutputSheet
from paritrana.lib.problems import Note, note
from paritrana.pages.templatetags.formats import number

SHOWN = 10
FINDINGS = {
    TotalFinding.EQUAL: gettext_lazy("sama"),
    TotalFinding.DIFFERENT: gettext_lazy("berbeda"),
    TotalFinding.NOT_SCORED: gettext_lazy("tidak bernilai di sini"),
    TotalFinding.NOT_PUBLISHED: gettext_lazy("tidak diterbitkan"),
}


def published_sheet(found: Sequence[TotalCheck]) -> OutputSheet:
    """One row per entry in rank order."""
    return OutputSheet(
        "terbitan",
        _("Nilai terbitan"),
        (_("peserta"), _("nilai"), _("nilai_terbitan"), _("selisih"), _("temuan")),
        tuple([one.id, one.score, one.published, one.gap, str(FINDINGS[one.finding])] for one in found),
    )


def published_notes(found: Sequence[TotalCheck], column: str, within: Fraction) -> tuple[Note, ...]:
    """Count what is equal, and name the first of what is not."""
    told = [one for one in found if one.published is not None]
    different = [one for one in told if one.finding is TotalFinding.DIFFERENT]
    unscored = tuple(one.id for one in told if one.finding is TotalFinding.NOT_SCORED)
    counts = note(
        "published.counts",
        column=column,
        compared=len(told) - len(unscored),
        different=len(different),
        within=number(Decimal(within.numerator) / Decimal(within.denominator)),
    )
    named = tuple(
        note("published.differs", entry=one.id, score=number(one.score), published=number(one.published))
        for one in different[:SHOWN]
    )
    more = (note("published.more", count=len(different) - SHOWN),) if len(different) > SHOWN else ()
    rest = (note("published.unscored", entries=(*unscored[:SHOWN], *(["…"] if len(unscored) > SHOWN else []))),)
    return (counts, *named, *more, *(rest if unscored else ()))
