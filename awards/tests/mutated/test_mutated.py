"""Damaged files, each through its real door in a process of its own: no crash, no hang above two seconds of processor
time, no half import, no wrong accept.

Every change tries some of each kind, `.ci/nightly mutated` five thousand (MUTATED sets another number). A failure
names the kind and the number of the file, from which it is made again:

    python -m awards.tests.mutated.child KIND NUMBER 1
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings

from awards.tests.mutated.doors import DOORS
from paritrana.tests import schema

FILES = int(os.environ.get("MUTATED", "50"))
AT_ONCE = 500
BATCHES = [
    pytest.param(kind, first, min(AT_ONCE, FILES - first), id=f"{kind} from {first}")
    for first in range(0, FILES, AT_ONCE)
    for kind in DOORS
]


def played(folder, kind, first, count):
    """Return what came of each file; where the process died of one, another goes on behind it."""
    outcomes = {}
    while first + count > (start := first + len(outcomes)):
        found, begun, status, told = child(folder, kind, start, first + count - start)
        outcomes |= found
        if begun is None:
            raise AssertionError(f"{kind}: the process did not begin: {told}")
        if begun not in outcomes:
            name = "hang" if status == -signal.SIGPROF else f"died ({status})"
            outcomes[begun] = (name, told[-500:])
    return outcomes


def child(folder, kind, first, count):
    shutil.copy(schema.sqlite_file(), folder / "child.sqlite3")
    own = {"VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/child.sqlite3", "REDIS_URL": ""}
    done = subprocess.run(
        [sys.executable, "-m", "awards.tests.mutated.child", kind, str(first), str(count)],
        cwd=settings.BASE_DIR,
        env={**os.environ, **own, "MFA_REQUIRED_FOR_STAFF": "0", "LOG_LEVEL": "ERROR"},
        capture_output=True,
        text=True,
        check=False,
    )
    outcomes, begun = {}, None
    for line in done.stdout.splitlines():
        what, number, why = json.loads(line)
        if what == "begin":
            begun = number
        else:
            outcomes[number] = (what, why)
    return outcomes, begun, done.returncode, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "first", "count"), BATCHES)
def test_door_when_files_are_damaged_then_each_is_refused_or_taken_for_what_it_says(tmp_path, kind, first, count):
    outcomes = played(tmp_path, kind, first, count)

    counts = Counter(what for what, _why in outcomes.values())
    assert {number: one for number, one in outcomes.items() if one[0] not in {"accepted", "refused"}} == {}
    assert counts.total() == count
    assert counts["refused"] > 0
    assert counts["accepted"] > 0


def test_played_when_files_end_the_process_or_hang_it_then_each_is_named_and_the_next_is_tried(tmp_path):
    outcomes = played(tmp_path, "awards.tests.mutated.bad_doors.BadDoor", 0, 6)

    assert {number: what for number, (what, _why) in outcomes.items()} == {
        0: "accepted",
        1: f"died ({-signal.SIGABRT})",
        2: "hang",
        3: "crash",
        4: "wrong",
        5: "accepted",
    }
    assert (outcomes[3][1], outcomes[4][1]) == ("ZeroDivisionError: three", "four")


def test_uploads_when_something_else_than_the_file_is_stored_then_it_is_a_wrong_accept(tmp_path):
    outcomes = played(tmp_path, "awards.tests.mutated.bad_doors.UnsoundUploads", 0, 3)

    assert {number: what for number, (what, _why) in outcomes.items()} == {0: "accepted", 1: "wrong", 2: "wrong"}
