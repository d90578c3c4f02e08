"""Attack running copies of the product as strangers, slow clients and a failing machine would; `make attack`.

    python .ci/attack.py                 both forms: embedded (SQLite, files) and production (PostgreSQL, Valkey, nginx)
    python .ci/attack.py embedded        one of them, or `production`
    python .ci/attack.py --short         what `.ci/run` does, on the embedded form
    python .ci/attack.py "full disk"     those attacks alone whose line of the table says so

It starts copies of its own (other ports, temporary folders), and ends them. Nothing else is touched. Each line of the
table at the end is one kind of attack; the exit code is 1 when one of them got through, or was not tried because
`ATTACK_SECONDS` (600) were over. What is not on this machine is "not here"; with REQUIRE_ALL=1 that fails too.
"""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import attack_faults as faults
import attack_strangers as strangers
from attack_copy import GotThroughError, NotHereError, embedded, production

MOST_SECONDS = float(os.environ.get("ATTACK_SECONDS", "600"))
HELD, NOT_HERE, NOT_TRIED = "held", "not here", "not tried"

Attack = Callable[[Any], None]  # Any: a copy, or one in production
EVERYWHERE: tuple[tuple[str, Attack], ...] = (
    ("two dozen half-sent headers", strangers.half_headers),
    ("two dozen half-sent bodies", strangers.half_bodies),
    ("hundreds of trickled bodies", strangers.trickled_bodies),
    ("answered clients that stay", strangers.staying_clients),
    ("bodies of 1.5 GB", strangers.large_bodies),
    ("bodies without an end", strangers.endless_bodies),
    ("NUL and absurd values at every open address", strangers.nul_sweep),
    ("a host that is not ours", strangers.strange_hosts),
    ("guesses with forged addresses", strangers.guesses),
    ("ten guesses at once", strangers.guesses_at_once),
    ("API limits under forged addresses", strangers.forged_addresses),
    ("copies of signed-in pages", strangers.signed_in_pages),
    ("processes killed in the middle of their work", faults.kills_mid_work),
    ("a full disk", faults.full_disk),
    ("killed programs", faults.kills),
)
EMBEDDED = (*EVERYWHERE, ("mutated files", strangers.crafted_files))
PRODUCTION = (
    *EVERYWHERE[:-3],
    ("guesses of a stranger at another's name", strangers.guesses_of_another),
    ("metrics from outside", strangers.inner_pages),
    ("Redis away while people sign in and work", faults.redis_away),
    ("Redis away during a run", faults.redis_away_mid_run),
    ("PostgreSQL away during pages and a run", faults.postgres_away),
    *EVERYWHERE[-3:],
)
SHORT = frozenset(
    {
        strangers.half_headers,
        strangers.staying_clients,
        strangers.large_bodies,
        strangers.strange_hosts,
        strangers.guesses,
    }
)
FORMS: dict[str, tuple[Callable[[], AbstractContextManager[Any]], tuple[tuple[str, Attack], ...]]] = {
    "embedded": (embedded, EMBEDDED),
    "production": (production, PRODUCTION),
}


@dataclass(frozen=True)
class Outcome:
    """One line of the table."""

    form: str
    attack: str
    seconds: float
    result: str

    @property
    def is_bad(self) -> bool:
        if self.result.startswith(NOT_HERE):
            return bool(os.environ.get("REQUIRE_ALL"))
        return self.result != HELD


def attacked(form: str, chosen: tuple[tuple[str, Attack], ...], ends_at: float) -> list[Outcome]:
    started, found = time.monotonic(), []
    try:
        with FORMS[form][0]() as copy:
            found.append(Outcome(form, "(start)", time.monotonic() - started, HELD))
            for name, attack in chosen:
                found.append(tried(form, name, attack, copy, ends_at))
                print(f"{form}: {name}: {found[-1].result}", flush=True)
    except NotHereError as absent:
        print(f"{form}: not here: {absent}", flush=True)
        found.append(Outcome(form, "(all)", 0.0, f"{NOT_HERE}: {absent}"))
    except (GotThroughError, OSError, subprocess.SubprocessError) as error:
        found.append(Outcome(form, "(start)", time.monotonic() - started, f"{type(error).__name__}: {error}"))
    return found


def tried(form: str, name: str, attack: Attack, copy: Any, ends_at: float) -> Outcome:
    began = time.monotonic()
    if began > ends_at:
        return Outcome(form, name, 0.0, NOT_TRIED)
    result = HELD
    try:
        attack(copy)
    except NotHereError as absent:
        result = f"{NOT_HERE}: {absent}"
    except (GotThroughError, OSError, http.client.HTTPException, subprocess.SubprocessError) as error:
        result = f"GOT THROUGH: {type(error).__name__}: {error}"
    return Outcome(form, name, time.monotonic() - began, result)


def main(arguments: list[str]) -> int:
    is_short = "--short" in arguments
    forms = [form for form in FORMS if form in arguments] or (["embedded"] if is_short else list(FORMS))
    words = [word for word in arguments if word not in FORMS and not word.startswith("--")]
    began, found = time.monotonic(), []
    for form in forms:
        chosen = tuple(row for row in FORMS[form][1] if not is_short or row[1] in SHORT)
        chosen = tuple(row for row in chosen if not words or any(word in row[0] for word in words))
        found += attacked(form, chosen, began + MOST_SECONDS)
    print(f"\n{'form':<11} {'attack':<46} {'seconds':>8}  outcome")
    for row in found:
        print(f"{row.form:<11} {row.attack:<46} {row.seconds:>8.1f}  {row.result}")
    print(f"{'':<11} {'all':<46} {time.monotonic() - began:>8.1f}")
    return int(any(row.is_bad for row in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
