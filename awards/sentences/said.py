"""Notes and problems as sentences in the reader's language."""

import string
from collections.abc import Iterable
from typing import Any, Protocol

from django.utils.translation import gettext as _

from awards.sentences.table import SENTENCES
from paritrana.lib.problems import Note, Problem, ProblemsError, Value
from paritrana.pages.templatetags.formats import number


class Names(Protocol):
    """What the rulebook calls the parts that a note gives by their codes; a figure is its column or its measure."""

    def name(self, code: str) -> str: ...

    def reason(self, code: str) -> str: ...

    def case(self, criterion: str, name: str) -> str: ...

    def figure(self, column: str, measure: str) -> str: ...

    def unit(self, column: str, measure: str) -> str: ...

    def label(self, column: str, label: str) -> str: ...


class Forms(string.Formatter):
    """How a sentence prints its values, by the form behind the colon.

    `{entry}` as it is, several with commas; `{entries:and}` several with "and", `{parts:or}` with "or";
    `{parts:each}` several with semicolons; `{ends:sentences}` one after another; `{part:bracketed}` in brackets;
    `{total:number}` an amount as the reader writes it; `{share:percent}` the same with its sign.
    `{criteria:called}` gives the rulebook's names for codes, `{gate:reason}` its reason, `{case:case}` the name of a
    criterion's case, `{figure:figure}` and `{figure:unit}` the name and the unit of what is compared, `{label:label}`
    the words for one or several labels of a column; without a rulebook at hand the codes stand for themselves.
    """

    def __init__(self, names: Names | None = None) -> None:
        self.names = names

    def format_field(self, value: Any, format_spec: str) -> str:
        match format_spec:
            case "called" | "reason" | "case" | "figure" | "unit" | "label":
                return self._named(value, format_spec)
            case "number":
                return number(value)
            case "percent":
                return f"{number(value)}%"
            case _:
                return _listed(self._texts(value), format_spec)

    def _named(self, value: Any, form: str) -> str:
        names = self.names
        match form:
            case "called":
                return ", ".join(map(names.name, self._texts(value)) if names else self._texts(value))
            case "reason":
                return names.reason(str(value)) if names else str(value)
            case "case":
                return names.case(*value) if names else str(value[-1])
            case "figure":
                return names.figure(*value) if names else "".join(value)
            case "unit":
                unit = names.unit(*value) if names else ""
                return f" {unit}" if unit else ""
        pairs = [value] if isinstance(value[0], str) else value
        return _either([names.label(*pair) if names else pair[-1] for pair in pairs])

    def _texts(self, value: Value) -> list[str]:
        if isinstance(value, tuple):
            return [text for one in value for text in self._texts(one)]
        return [sentence(value, self.names)] if isinstance(value, Note) else [str(value)]


def _listed(texts: list[str], form: str) -> str:
    match form:
        case "":
            return ", ".join(texts)
        case "and":
            return _together(texts)
        case "or":
            return _either(texts)
        case "each":
            return "; ".join(texts)
        case "sentences":
            return " ".join(texts)
        case "bracketed":
            return f"({', '.join(texts)})"
    raise ValueError(form)


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


def _together(names: list[str]) -> str:
    """`A`, `A dan B`, `A, B, dan C`."""
    if len(names) < 2:
        return "".join(names)
    words = {"names": ", ".join(names[:-1]), "last": names[-1]}
    return _("%(names)s dan %(last)s") % words if len(names) == 2 else _("%(names)s, dan %(last)s") % words


def _either(texts: list[str]) -> str:
    """`A`, `A, atau B`."""
    found = texts[0]
    for text in texts[1:]:
        found = _("%(first)s, atau %(last)s") % {"first": found, "last": text}
    return found
