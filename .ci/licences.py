"""No dependency whose licence would bind Paritrana (Apache-2.0), or whose licence nobody can name.

    python .ci/licences.py

Reads what the installed packages of requirements.txt (what Paritrana runs on) and requirements-dev.txt (what tests and
checks it) say of themselves. What is neither free nor decided by name below is refused. What a package carries inside
without saying so is not seen: who adds one looks into it. docs/adr/ says what is decided for tools that only check.
"""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parent.parent
RUNTIME, DEVELOPMENT = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"

# They ask for their notice to be kept, which an unaltered package does, and nothing of the program that uses it. The
# Mozilla licence binds changed copies of its own files only; we change none.
FREE = {"0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0"}
FREE |= {"MIT-CMU", "MPL-2.0", "PSF-2.0", "Zlib"}
# Older packages name licences in words of their own.
NAMES = {
    "Apache": "Apache-2.0",
    "Apache 2": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD 3-Clause OR Apache-2.0": "BSD-3-Clause OR Apache-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "New BSD": "BSD-3-Clause",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


class Metadata(Protocol):
    """What is asked of a package's metadata."""

    def get_all(self, name: str, failobj: None = None) -> list[str] | None: ...


@dataclass(frozen=True)
class Decision:
    """Holds while the package says exactly this of itself, and only where it was decided for."""

    says: str
    reason: str
    is_for_runtime: bool = False


REPLACEABLE = (
    "a library of its own that anybody can replace, installed unaltered; the LGPL binds changes to it, not its users"
)
DECIDED = {
    "psycopg": Decision("LGPL-3.0-only", REPLACEABLE, is_for_runtime=True),
    "psycopg-binary": Decision("LGPL-3.0-only", REPLACEABLE, is_for_runtime=True),
    "psycopg-pool": Decision("LGPL-3.0-only", REPLACEABLE, is_for_runtime=True),
    "python-dateutil": Decision(
        "Apache-2.0; BSD; Dual License", "one of the two as one likes, and both are free", is_for_runtime=True
    ),
    "qrcode": Decision(
        "BSD; Other/Proprietary License", "its LICENSE: BSD, and MIT for what it is ported from", is_for_runtime=True
    ),
    "axe-playwright-python": Decision("", "its LICENSE: MIT, and the Mozilla licence for the axe-core inside"),
    "djlint": Decision("GPL-3.0-or-later", "a program of its own that reads templates; nothing of it comes into them"),
    "text-unidecode": Decision(
        "Artistic License; GNU General Public License (GPL); GNU General Public License v2 or later (GPLv2+)",
        "one of the two as one likes: the Artistic License, and only browser tests bring it along",
    ),
}


def locked(lock: Path) -> frozenset[str]:
    return frozenset(re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==", lock.read_text(encoding="utf-8"), re.MULTILINE))


def stated(found: Metadata) -> list[str]:
    """Return what a package names: its expression, else all that its classifiers and its one-line field say."""
    if expression := found.get_all("License-Expression"):
        return expression
    classifiers = [name for name in found.get_all("Classifier") or [] if name.startswith("License ::")]
    field = [text.strip() for text in found.get_all("License") or [] if "\n" not in text.strip()]
    words = [*(name.split(" :: ")[-1] for name in classifiers), *field]
    return sorted({NAMES.get(word, word) for word in words if word and word != "UNKNOWN"})


def is_free(expression: str) -> bool:
    """Tell whether an SPDX expression leaves a choice of free licences only; what is malformed does not."""
    tokens = re.findall(r"[()]|[^\s()]+", expression)
    try:
        return _any_of(tokens) and not tokens
    except IndexError:
        return False


def _any_of(tokens: list[str]) -> bool:
    free = _all_of(tokens)
    while tokens[:1] == ["OR"]:
        del tokens[0]
        free = _all_of(tokens) or free
    return free


def _all_of(tokens: list[str]) -> bool:
    free = _one(tokens)
    while tokens[:1] == ["AND"]:
        del tokens[0]
        free = _one(tokens) and free
    return free


def _one(tokens: list[str]) -> bool:
    """Take one licence or bracket from the front; the error of an empty list means that the expression is cut off."""
    token = tokens.pop(0)
    if token == "(":
        free = _any_of(tokens)
        return tokens.pop(0) == ")" and free
    if tokens[:1] == ["WITH"]:  # an exception permits more, never less
        del tokens[0], tokens[0]
    return token in FREE


def faults_of(
    runtime: frozenset[str],
    development: frozenset[str],
    read: Callable[[str], Metadata],
    decided: dict[str, Decision],
) -> Iterator[str]:
    for name in sorted(runtime | development):
        use = "runs" if name in runtime else "is tested"
        try:
            licences = stated(read(name))
        except PackageNotFoundError:
            yield f"{name}, with which Paritrana {use}: not installed, so its licence cannot be read"
            continue
        says = "; ".join(licences)
        decision = decided.get(name)
        if decision and decision.says != says:
            yield f"{name}: decided when it said {decision.says!r}, now it says {says!r}: decide again"
        elif decision and name in runtime and not decision.is_for_runtime:
            yield f"{name}: decided for a tool that only checks, and now Paritrana runs with it: decide again"
        elif decision is None and not (licences and all(map(is_free, licences))):
            yield f"{name}, with which Paritrana {use}: {says or 'names no licence'}: neither free nor decided by name"
    for name in sorted(decided.keys() - runtime - development):
        yield f"{name}: decided, but no longer installed: take the decision out"


def main() -> int:
    runtime, development = locked(RUNTIME), locked(DEVELOPMENT)
    faults = list(faults_of(runtime, development, metadata, DECIDED))
    free = len(runtime | development) - len(DECIDED)
    print("\n".join(faults) if faults else f"Licences: {free} packages are free, {len(DECIDED)} decided by name.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
