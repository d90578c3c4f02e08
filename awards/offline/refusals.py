"""What the command refuses; each refusal is one that a jury secretary can act on."""

from collections.abc import Iterator, Sequence

from awards.sentences import placed, sentence
from paritrana.lib.numbers_id import NumberFault
from paritrana.lib.problems import Note, Problem, ProblemsError, note

SHOWN_FAULTS = 20


class InputRefusedError(ProblemsError):
    """The files are not scored; nothing was written."""


class FaultyFileError(InputRefusedError):
    """A file holds faults, all of which are told; `heading` names the file and how many there are."""

    def __init__(self, heading: Note, faults: Sequence[Problem | Note]) -> None:
        super().__init__(*faults)
        self.heading = heading


class UsageError(ProblemsError):
    """The command was asked for something it does not do; nothing was written."""


def told(error: ProblemsError) -> str:
    """Return a refusal as lines for a terminal."""
    if not isinstance(error, FaultyFileError):
        return "\n".join(map(placed, error.problems))
    listed = (f"  - {text}" for text in _shown(error.problems))
    return "\n".join([sentence(error.heading), *listed, sentence(note("input.nothing-computed"))])


def _shown(problems: Sequence[Problem]) -> Iterator[str]:
    yield from map(placed, problems[:SHOWN_FAULTS])
    if len(problems) > SHOWN_FAULTS:
        yield sentence(note("input.more-faults", count=len(problems) - SHOWN_FAULTS))


def number_refusal(fault: NumberFault, *, column: str, row: int, text: str) -> Note:
    """Say where the cell stands, what is wrong with it and what to write instead."""
    codes = {
        NumberFault.NOT_A_NUMBER: "input.not-a-number",
        NumberFault.AMBIGUOUS: "input.ambiguous-number",
        NumberFault.ENGLISH: "input.english-number",
        NumberFault.NOT_WHOLE: "input.not-whole",
        NumberFault.TOO_LONG: "input.number-too-long",
        NumberFault.ROUNDED: "input.rounded-number",
    }
    return note(codes[fault], row=str(row), column=column, text=text[:40])


def scientific_refusal(*, column: str, row: int, text: str) -> Note:
    return note("input.rounded-number", row=str(row), column=column, text=text)
