"""What a run says of places and criteria: stored as codes with values, printed in the reader's language.

Runs of format 1 stored Indonesian sentences; those print as they were written.
"""

import json
from collections.abc import Iterable

from awards.engine import Rules
from awards.rulebooks.selectors.labels import rule_words
from awards.sentences import sentences
from paritrana.lib.canonical import canonical_json
from paritrana.lib.problems import Note, Value

SENTENCES_FORMAT = 1
CODES_FORMAT = 2
Json = dict[str, object]


def kept(notes: Iterable[Note]) -> str:
    """Return the text under which notes are stored; none is an empty text."""
    listed = notes_json(notes)
    return canonical_json(listed).decode() if listed else ""


def notes_json(notes: Iterable[Note]) -> list[Json]:
    return [{"code": one.code, "values": {name: _plain(value) for name, value in one.values.items()}} for one in notes]


def notes_of(text: str) -> tuple[Note, ...]:
    """Read what `kept` wrote."""
    return tuple(Note(one["code"], {name: _value(v) for name, v in one["values"].items()}) for one in json.loads(text))


def told(text: str, rules: Rules) -> str:
    """Return a stored remark as the reader's sentences; a sentence of format 1 stays what it is."""
    if not is_code(text):
        return text
    return " ".join(sentences(notes_of(text), rule_words(rules)))


def is_code(text: str) -> bool:
    """Whether this was stored as codes: no sentence begins like a list of them."""
    return text.startswith('[{"code":')


def _plain(value: Value) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Note):
        raise TypeError("what a run says of a place holds no notes within notes")
    return value


def _value(value: object) -> Value:
    return tuple(map(_value, value)) if isinstance(value, list) else value  # type: ignore[return-value] # JSON of ours
