"""Hold what mutation tests found against docs/mutation.md: every survivor is explained there, and nothing else is.

mutmut results --all true > FILE; python .ci/mutants.py FILE
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "mutation.md"
NOTICED = frozenset({"killed", "timeout", "caught by type check"})
Mutant = tuple[str, int]


def results_in(text: str) -> dict[Mutant, str]:
    """Read lines like `awards.engine.ranking.x__best_first__mutmut_8: survived`."""
    found = re.findall(r"^\s*(\S+)\.x(\S+)__mutmut_(\d+): (.+?)\s*$", text, re.MULTILINE)
    return {
        (f"{module.rpartition('.')[2]}.{place_of(name)}", int(number)): state for module, name, number, state in found
    }


def place_of(name: str) -> str:
    """Turn `_best_first`'s `__best_first`, and `ǁTableǁrow` of a method, into what people write."""
    return ".".join(name.split("ǁ")[1:]) if name.startswith("ǁ") else name.removeprefix("_")


def explained_in(page: str) -> set[Mutant]:
    """Read the first column of the last table: names in backquotes, each with the numbers behind it."""
    found, module, name = set(), "", ""
    for row in re.findall(r"^\| (`[^|]+) \|", page.partition("## Survivors explained")[2], re.MULTILINE):
        for named, number in re.findall(r"`([\w.]+)`|(\d+)", row):
            if named:
                module = named.partition(".")[0] if "." in named else module
                name = named if "." in named else f"{module}.{named}"
            else:
                found.add((name, int(number)))
    return found


def faults_of(results: dict[Mutant, str], explained: set[Mutant]) -> Iterator[str]:
    if not results:
        yield "no mutant was made"
    for (place, number), state in sorted(results.items()):
        if state in NOTICED and (place, number) in explained:
            yield f"{place} {number}: explained as a survivor, but {state}"
        elif state == "survived" and (place, number) not in explained:
            yield f"{place} {number}: survived, and docs/mutation.md does not say why"
        elif state not in NOTICED | {"survived"}:
            yield f"{place} {number}: {state}"
    for place, number in sorted(explained - results.keys()):
        yield f"{place} {number}: explained as a survivor, but no such mutant was made"


def table_of(results: dict[Mutant, str]) -> str:
    modules: dict[str, Counter[str]] = defaultdict(Counter)
    for (place, _number), state in results.items():
        modules[place.partition(".")[0]][state] += 1
    return "\n".join(
        f"{module}: {sum(states.values())} mutants, {', '.join(f'{n} {state}' for state, n in sorted(states.items()))}"
        for module, states in sorted(modules.items())
    )


def main(file: str) -> int:
    results = results_in(Path(file).read_text(encoding="utf-8"))
    faults = list(faults_of(results, explained_in(PAGE.read_text(encoding="utf-8"))))
    print(table_of(results))
    print("\n".join(faults) if faults else "Every survivor is explained.")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
