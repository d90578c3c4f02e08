"""Results as lines of text for a terminal, in the language that the command speaks."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from awards.engine import Result, RuleWords, Standing
from awards.engine.explain import ExplanationLine
from awards.sentences import sentence, sentences
from paritrana.pages.templatetags.formats import number

SHOWN = 20


def words_of(result: Result) -> RuleWords:
    """Return what the rulebook calls its parts; it was read in the language that the command speaks."""
    return RuleWords(result.rulebook, is_english=False)


def printed_standings(result: Result) -> str:
    """The first places of every group, then how many more there are and who is not ranked."""
    lines = [_("%(title)s (versi %(version)s)") % {"title": result.rulebook.title, "version": result.rulebook.version}]
    if result.rulebook.is_illustrative:
        lines.append(_("Juknis ini ilustratif: bobot dan batasnya bukan ketetapan resmi."))
    lines += [_("Peringatan: %(warning)s") % {"warning": warning} for warning in sentences(result.rulebook.warnings)]
    words = words_of(result)
    shown: dict[tuple[str, ...], int] = {}
    for standing in result.standings:
        key = tuple(standing.group.values())
        shown[key] = shown.get(key, 0) + 1
        if key and shown[key] == 1:
            lines.append(_("Kelompok %(group)s") % {"group": " / ".join(key)})
        if shown[key] <= SHOWN:
            lines.append(_standing_line(standing, words))
        elif shown[key] == SHOWN + 1:
            lines.append("      " + _("… selanjutnya dalam berkas hasil"))
    return "\n".join([*lines, _("Sidik jari hasil: %(digest)s") % {"digest": result.digest}])


def printed_lines(title: str, lines: Sequence[tuple[str, Decimal]], closing: str, total: Decimal) -> str:
    amounts = [(label, number(amount)) for label, amount in lines]
    wide = max((len(amount) for _, amount in amounts), default=0)
    wide = max(wide, len(number(total)))
    body = [f"  {amount:>{wide}}  {label}" for label, amount in amounts]
    return "\n".join([title, *body, f"  {number(total):>{wide}}  {closing}"])


def told_lines(lines: Sequence[ExplanationLine], words: RuleWords) -> list[tuple[str, Decimal]]:
    return [(sentence(line.note, words), line.amount) for line in lines]


def printed_answers(title: str, told: Sequence[str]) -> str:
    return "\n".join([title, *(f"  - {one}" for one in told)])


def _standing_line(standing: Standing, words: RuleWords) -> str:
    rank = "-" if standing.rank is None else str(standing.rank)
    figure = "" if standing.score is None else number(standing.score)
    remarks = [
        words.band(standing.band or ""),
        _("seri") if standing.is_tied else "",
        *sentences(standing.notes, words),
    ]
    return f"{rank:>5}  {standing.id:<32} {figure:>12}  {' '.join(one for one in remarks if one)}".rstrip()
