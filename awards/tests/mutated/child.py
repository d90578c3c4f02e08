"""A process that sends damaged files through one door; it may die of one, and its parent says of which.

    python -m awards.tests.mutated.child KIND FIRST COUNT

KIND is one of `DOORS`, or the dotted name of a class like them. For each file it says on one line that it begins and
on the next what came of it. Two seconds of processor time for one file end the process by SIGPROF, wherever it hangs.
"""

import json
import os
import signal
import sys

SECONDS = 2.0


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paritrana.settings")
    import django  # noqa: PLC0415 - nothing of the product is there before its settings

    django.setup()
    from django.db import transaction  # noqa: PLC0415
    from django.utils.module_loading import import_string  # noqa: PLC0415

    from awards.tests.mutated.doors import DOORS, WrongAcceptError  # noqa: PLC0415

    door = (DOORS.get(sys.argv[1]) or import_string(sys.argv[1]))()
    first, count = map(int, sys.argv[2:])
    for number in range(first, first + count):
        content = door.made(number)
        _say("begin", number, "")
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            with transaction.atomic():
                outcome, why = door.tried(number, content), ""
                transaction.set_rollback(True)  # noqa: FBT003
        except WrongAcceptError as wrong:
            outcome, why = "wrong", str(wrong)
        except Exception as fault:  # noqa: BLE001 - whatever leaves a door is what is looked for
            outcome, why = "crash", f"{type(fault).__name__}: {fault}"
        signal.setitimer(signal.ITIMER_PROF, 0)
        _say(outcome, number, why)


def _say(what: str, number: int, why: str) -> None:
    sys.stdout.write(json.dumps([what, number, why]) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
