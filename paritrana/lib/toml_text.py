"""Read TOML that a stranger wrote: what would cost the parser minutes is refused before it begins. Pure."""

import re
import tomllib
from decimal import Decimal
from typing import Any

CHARACTERS = 1024 * 1024
DIGITS = 1000
DEPTH = 32
DOTS = 16
TABLES = 5000
# Quotes that never end run to where they must: a text full of them is read once, not once for each.
_QUOTED_OR_COMMENT = re.compile(
    r'"""(?:[^"\\]|\\.?|"(?!""))*(?:"""|\Z)|'
    r"'''(?:[^']|'(?!''))*(?:'''|\Z)|"
    r'"(?:[^"\\\n]|\\.?)*"?|'
    r"'[^'\n]*'?|#[^\n]*",
    re.DOTALL,
)
_DIGITS = re.compile(r"[0-9a-fA-F_]+")
_EXPONENT = re.compile(r"[0-9][eE][+-]?[0-9]{5}")
_PARTS = re.compile(r"[=,\[\]{}\n]")


class TomlExcessError(tomllib.TOMLDecodeError):
    """The text is longer, deeper or has longer numbers or keys than a rulebook ever needs."""


def parse_toml(text: str) -> dict[str, Any]:
    """Return the document, its decimal numbers exact; raise TomlExcessError or its parent."""
    if len(text) > CHARACTERS:
        raise TomlExcessError
    bare = _QUOTED_OR_COMMENT.sub('"', text)
    if bare.count("\n[") > TABLES or _deepest(bare) > DEPTH:
        raise TomlExcessError
    if _EXPONENT.search(bare) or any(len(run) > DIGITS for run in _DIGITS.findall(bare)):
        raise TomlExcessError
    if any(part.count(".") > DOTS for part in _PARTS.split(bare)):
        raise TomlExcessError
    return tomllib.loads(text, parse_float=Decimal)


def _deepest(bare: str) -> int:
    depth = deepest = 0
    for sign in re.findall(r"[\[\]{}]", bare):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest
