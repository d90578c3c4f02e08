"""Results as lines of Indonesian text for a terminal."""

from collections.abc import Sequence
from decimal import Decimal

from awards.engine import Line, Result, Standing
from paritrana.lib.numbers_id import format_number

SHOWN = 20


def printed_standings(result: Result) -> str:
    """The first places of every group, then how many more there are and who is not ranked."""
    lines = [f"{result.rulebook.title} (versi {result.rulebook.version})"]
    if result.rulebook.is_illustrative:
        lines.append("Juknis ini ilustratif: bobot dan batasnya bukan ketetapan resmi.")
    lines += [f"Peringatan: {warning}" for warning in result.rulebook.warnings]
    shown: dict[tuple[str, ...], int] = {}
    for standing in result.standings:
        key = tuple(standing.group.values())
        shown[key] = shown.get(key, 0) + 1
        if key and shown[key] == 1:
            lines.append(f"Kelompok {' / '.join(key)}")
        if shown[key] <= SHOWN:
            lines.append(_standing_line(standing))
        elif shown[key] == SHOWN + 1:
            lines.append("      … selanjutnya dalam berkas hasil")
    return "\n".join([*lines, f"Sidik jari hasil: {result.digest}"])


def printed_lines(title: str, lines: Sequence[Line], closing: str, total: Decimal) -> str:
    amounts = [(line.label, format_number(line.amount)) for line in lines]
    wide = max((len(amount) for _, amount in amounts), default=0)
    wide = max(wide, len(format_number(total)))
    body = [f"  {amount:>{wide}}  {label}" for label, amount in amounts]
    return "\n".join([title, *body, f"  {format_number(total):>{wide}}  {closing}"])


def printed_answers(title: str, sentences: Sequence[str]) -> str:
    return "\n".join([title, *(f"  - {sentence}" for sentence in sentences)])


def _standing_line(standing: Standing) -> str:
    rank = "-" if standing.rank is None else str(standing.rank)
    figure = "" if standing.score is None else format_number(standing.score)
    remarks = [standing.band or "", "seri" if standing.is_tied else "", standing.note]
    return f"{rank:>5}  {standing.id:<32} {figure:>12}  {' '.join(one for one in remarks if one)}".rstrip()
