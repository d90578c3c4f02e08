"""Notes and problems as sentences in the reader's language."""

import string
from collections.abc import Iterable
from typing import Any, Protocol

from django.utils.translation import gettext as _

from awards.sentences.table import SENTENCES
from paritrana.lib.problems import Note, Problem, ProblemsError, Value
from paritrana.pages.templatetags.formats import number


class Names(Protocol):
    """What the rulebook calls the parts that a note gives by their codes."""

    def name(self, code: str) -> str: ...

    def reason(self, code: str) -> str: ...


class Forms(string.Formatter):
    """How a sentence prints its values, by the form behind the colon.

    `{entry}` as it is, several with commas; `{entries:and}` several with "and"; `{parts:each}` several with
    semicolons; `{ends:sentences}` one after another; `{total:number}` an amount as the reader writes it;
    `{share:percent}` the same with its sign. `{criteria:called}` gives the rulebook's names for codes,
    `{gate:reason}` its reason; without a rulebook at hand the codes stand for themselves.
    """

    def __init__(self, names: Names | None = None) -> None:
        self.names = names

    def format_field(self, value: Any, format_spec: str) -> str:
        match format_spec:
            case "":
                return ", ".join(_texts(value))
            case "and":
                return _together(_texts(value))
            case "each":
                return "; ".join(_texts(value))
            case "sentences":
                return " ".join(_texts(value))
            case "number":
                return number(value)
            case "called":
                return ", ".join(map(self.names.name, _texts(value)) if self.names else _texts(value))
            case "reason":
                return self.names.reason(str(value)) if self.names else str(value)
            case "percent":
                return f"{number(value)}%"
        raise ValueError(format_spec)


def sentence(said: Note | Problem, names: Names | None = None) -> str:
    """Return the sentence alone; where a problem stands is for the caller to show (or `placed`)."""
    return Forms(names).vformat(str(SENTENCES[said.code]), (), dict(said.values))


def sentences(notes: Iterable[Note], names: Names | None = None) -> tuple[str, ...]:
    return tuple(sentence(one, names) for one in notes)


def placed(problem: Problem) -> str:
    """Return the sentence behind its place."""
    return f"{problem.path}: {sentence(problem)}" if problem.path else sentence(problem)


def refusal(error: ProblemsError) -> str:
    """Return all that a refusal says, a line for each problem."""
    return "\n".join(map(placed, error.problems))


def _texts(value: Value) -> list[str]:
    if isinstance(value, tuple):
        return [text for one in value for text in _texts(one)]
    return [sentence(value)] if isinstance(value, Note) else [str(value)]


def _together(names: list[str]) -> str:
    """`A`, `A dan B`, `A, B, dan C`."""
    if len(names) < 2:
        return "".join(names)
    words = {"names": ", ".join(names[:-1]), "last": names[-1]}
    return _("%(names)s dan %(last)s") % words if len(names) == 2 else _("%(names)s, dan %(last)s") % words
