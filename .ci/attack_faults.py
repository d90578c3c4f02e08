"""What a failing machine does: processes killed in the middle of their work, Redis or PostgreSQL away, a full disk."""

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from attack_copy import (
    ROOT,
    Copy,
    NotHereError,
    Production,
    Reply,
    Visitor,
    ask,
    children,
    expect,
    not_whole,
    signed_in,
    wait_for_health,
)

BACK = 150.0
"""Seconds until all is well again: on a busy machine starting alone takes a minute."""
ENDS = 240.0
"""Seconds until a run ended, with all its new starts."""
READERS = 3
Look = Callable[[], Reply]
READABLE = re.compile(r"[Cc]oba (?:lagi|sekali lagi|simpan lagi)")
"""What a page says that people can act on."""


@dataclass
class Heard:
    """What readers and a writer were told."""

    pages: list[Reply] = field(default_factory=list)
    saved: list[int] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    broken_lines: int = 0

    def check(self) -> None:
        """Nobody saw an error page with nothing to do."""
        bad = [page for page in self.pages if page.status not in (200, 503)]
        expect(not bad, f"{len(bad)} of {len(self.pages)} were answered {sorted({page.status for page in bad})}")
        mute = [page.body[:80] for page in self.pages if page.status == 503 and not READABLE.search(page.body)]
        expect(not mute, f"503 without a word: {mute[:1]}")


@contextlib.contextmanager
def traffic(copy: Copy) -> Iterator[Heard]:
    """Let people read pages, and one fill a form, as long as the block goes on."""
    heard, stop, officer = Heard(), threading.Event(), signed_in(copy, "pengisi")

    def listen(look: Look) -> None:
        while not stop.wait(0.05):
            try:
                heard.pages.append(look())
            except (OSError, http.client.HTTPException):
                heard.broken_lines += 1

    looks: list[Look] = [partial(ask, copy, path) for path in ("/daerah/", "/edisi/", "/akun/login/")]
    looks += [lambda: officer.ask("/isian/"), _writer(copy, officer, heard)]
    threads = [threading.Thread(target=listen, args=(look,)) for look in looks]
    for thread in threads:
        thread.start()
    try:
        yield heard
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _writer(copy: Copy, officer: Visitor, heard: Heard) -> Look:
    """Type one number higher than the last, and note which were said to be saved."""
    told = copy.rows("SELECT value, version FROM awards_answer WHERE question = 'sponsored'")
    version = [told[0][1] if told else 0]
    number = [int(told[0][0]) if told else 0]

    def save() -> Reply:
        number[0] += 1
        heard.sent.append(number[0])
        typed = {"sponsored": number[0], "sponsored__version": version[0], "sponsored__key": "serangan"}
        reply = officer.send(copy.places["answer"], typed, {"Accept": "application/json"})
        if reply.status == 200:
            version[0] = json.loads(reply.body)["version"]
            heard.saved.append(number[0])
        elif reply.status == 409:
            version[0] = json.loads(reply.body)["current"]["version"]
            return Reply(200, "", reply.seconds, {}, {})
        return reply

    return save


def kept(copy: Copy, heard: Heard) -> None:
    """What was said to be saved is there, or something sent after it."""
    expect(bool(heard.saved), "nothing was saved at all")
    ((value, _version),) = copy.rows("SELECT value, version FROM awards_answer WHERE question = 'sponsored'")
    expect(int(value) >= heard.saved[-1], f"{heard.saved[-1]} was said to be saved, {value} is there")


def propose(copy: Copy) -> int:
    """Ask for a run as the organiser does, on the page; return its number."""
    organiser = signed_in(copy, "penata")
    organiser.ask("/meja/")
    answer = organiser.send(copy.places["propose"], {"seed": 7})
    expect(answer.status == 302, f"a run was asked for and answered {answer.status}")
    ((number,),) = copy.rows("SELECT max(number) FROM awards_scorerun")
    return int(number)


def run_state(copy: Copy, number: int) -> str:
    ((state,),) = copy.rows("SELECT state FROM awards_scorerun WHERE number = %s", number)
    return str(state)


def wait_until_under_way(copy: Copy, number: int) -> None:
    deadline = time.monotonic() + ENDS
    frozen = "SELECT count(*) FROM awards_runinput WHERE run_id = (SELECT id FROM awards_scorerun WHERE number = %s)"
    while not copy.rows(frozen, number)[0][0]:
        expect(time.monotonic() < deadline, f"run {number} did not begin in {ENDS:.0f} s")
        time.sleep(0.05)
    expect(run_state(copy, number) == "queued", f"run {number} ended before it could be disturbed")


def wait_until_proposed(copy: Copy, number: int) -> None:
    deadline = time.monotonic() + ENDS
    while (state := run_state(copy, number)) == "queued":
        expect(time.monotonic() < deadline, f"run {number} waits after {ENDS:.0f} s")
        time.sleep(0.2)
    expect(state == "proposed", f"run {number} is {state}")


def whole(copy: Copy) -> None:
    faults = not_whole(copy)
    expect(not faults, f"half done: {faults[:3]}")


def kills(copy: Copy) -> None:
    """Kill every program, one kind after the other; each is started again."""
    for word in ("gunicorn", "celery"):
        for victim in children(copy.parent.pid, word):
            _kill(victim)
        deadline = time.monotonic() + BACK
        while not children(copy.parent.pid, word):
            expect(time.monotonic() < deadline, f"{word} did not come back")
            time.sleep(0.2)
        wait_for_health(copy, BACK)


def kills_mid_work(copy: Copy) -> None:
    """Kill a process that answers pages and those that compute, while both do."""
    number = propose(copy)
    with traffic(copy) as heard:
        wait_until_under_way(copy, number)
        for master in children(copy.parent.pid, "celery"):
            for worker in children(master):
                _kill(worker)
        (web,) = children(copy.parent.pid, "gunicorn")
        _kill(children(web)[0])
        wait_until_proposed(copy, number)
        wait_for_health(copy, BACK)
    heard.check()
    expect(heard.broken_lines <= READERS + 2, f"one killed process broke {heard.broken_lines} lines")
    kept(copy, heard)
    whole(copy)


def _kill(victim: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)


def redis_away(copy: Production) -> None:
    """Both away: people sign in, read, save and ask for a run; once they are back it is computed."""
    for server in copy.redis:
        server.stop()
    try:
        said = ask(copy, "/health/")
        expect(said.status == 500 and "broker" in said.body.lower(), f"/health/ said {said.status} {said.body[:200]}")
        with traffic(copy) as heard:
            number = propose(copy)
            time.sleep(2)
        expect(ask(copy, "/api/v1/editions/").status == 200, "the API needs Redis")
    finally:
        for server in copy.redis:
            server.start()
    heard.check()
    expect({page.status for page in heard.pages} == {200}, "pages need Redis")
    kept(copy, heard)
    wait_for_health(copy, BACK)
    wait_until_proposed(copy, number)
    whole(copy)


def redis_away_mid_run(copy: Production) -> None:
    """Away while a run is computed: it ends all the same, and the next one begins when they are back."""
    number = propose(copy)
    wait_until_under_way(copy, number)
    for server in copy.redis:
        server.stop()
    try:
        time.sleep(5)
    finally:
        for server in copy.redis:
            server.start()
    wait_until_proposed(copy, number)
    wait_for_health(copy, BACK)
    wait_until_proposed(copy, propose(copy))
    whole(copy)


def postgres_away(copy: Production) -> None:
    """Away while people read and save and a run is computed: a page says so, and nothing needs a hand afterwards."""
    number = propose(copy)
    with traffic(copy) as heard:
        wait_until_under_way(copy, number)
        _end_postgres(copy)
        try:
            away_from = len(heard.pages)
            time.sleep(4)
            said = ask(copy, "/health/")
            away = heard.pages[away_from:]
        finally:
            _start_postgres(copy)
        wait_until_proposed(copy, number)
        wait_for_health(copy, BACK)
        time.sleep(1)
        last = heard.pages[-READERS:]
    expect(said.status == 500 and "database" in said.body.lower(), f"/health/ said {said.status} {said.body[:200]}")
    expect(any(page.status == 503 for page in away), f"nobody was told: {sorted({page.status for page in away})}")
    heard.check()
    expect({page.status for page in last} == {200}, f"still {sorted({page.status for page in last})}")
    kept(copy, heard)
    whole(copy)


def _end_postgres(copy: Production) -> None:
    """End it at once, as a machine that is switched off: every line breaks, it recovers from its log."""
    ended = copy.postgres.get_pid()
    os.kill(ended, signal.SIGQUIT)
    deadline = time.monotonic() + 30
    while Path(copy.postgres.pgdata, "postmaster.pid").exists():
        expect(time.monotonic() < deadline, "PostgreSQL did not end")
        time.sleep(0.1)


def _start_postgres(copy: Production) -> None:
    """Start it; where recovering takes longer than the package waits, wait on."""
    deadline = time.monotonic() + BACK
    while True:
        with contextlib.suppress(subprocess.SubprocessError, AssertionError):
            copy.postgres.ensure_postgres_running()
            return
        expect(time.monotonic() < deadline, "PostgreSQL did not come back")
        time.sleep(0.5)


def full_disk(copy: Copy) -> None:
    """No room where files lie: it is named, what is sent is refused in words, and all is well once there is room."""
    if not copy.has_own_disk:
        raise NotHereError("only root can give the copy a disk of its own to fill")
    officer = signed_in(copy, "pengisi")
    officer.ask("/meja/")
    with _filled(copy.folder):
        said = ask(copy, "/health/")
        expect(said.status == 500 and "disk" in said.body, f"/health/ said {said.status} {said.body[:200]}")
        for what, answer in (("a file in pieces", _upload(copy, officer)), ("a file in a form", _form(copy, officer))):
            readable = answer.status in (409, 503, 507) and READABLE.search(answer.body)
            expect(bool(readable), f"{what} was answered {answer.status} {answer.body[:120]!r}")
        read = ask(copy, "/daerah/")
        expect(read.status == 200, f"a page was answered {read.status}")
    wait_for_health(copy, BACK)
    stored = copy.rows("SELECT count(*) FROM awards_evidence")[0][0]
    expect(stored == 0, f"{stored} files are half stored")
    answer = _upload(copy, officer)
    expect(answer.status == 200, f"with room again the file was answered {answer.status} {answer.body[:120]!r}")
    ((file, size),) = copy.rows("SELECT file, size FROM awards_evidence")
    expect(Path(copy.folder, "media", file).stat().st_size == size, "the stored file is not whole")
    wait_until_proposed(copy, propose(copy))
    whole(copy)


@contextlib.contextmanager
def _filled(folder: Path) -> Iterator[None]:
    filler = folder / "penuh"
    try:
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as stream:
            for size in (1024 * 1024, 4096, 1):
                with contextlib.suppress(OSError):
                    while stream.write(b"x" * size):
                        pass
        yield
    finally:
        filler.unlink(missing_ok=True)


def _pdf() -> bytes:
    sys.path.insert(0, str(ROOT))
    from awards.submissions.tests.test_files import PDF

    honest: bytes = PDF
    return honest


def _upload(copy: Copy, officer: Visitor) -> Reply:
    """Send a file as the form's script does."""
    file = _pdf()
    begun = officer.send(copy.places["upload"], {"name": "SK.pdf", "size": len(file)}, {"Accept": "application/json"})
    if begun.status != 200:
        return begun
    token = {"X-CSRFToken": officer.cookies["csrftoken"], "Content-Type": "application/octet-stream"}
    address = json.loads(begun.body)["address"]
    return officer.ask(f"{address}?offset=0", method="POST", body=file, headers={**token, "Accept": "application/json"})


def _form(copy: Copy, officer: Visitor) -> Reply:
    """Send a file as a browser without script does; large enough that it is laid up on the way."""
    parts = {"csrfmiddlewaretoken": officer.cookies["csrftoken"], "story": "Baru", "story__version": "0"}
    text = "".join(
        f'--batas\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in parts.items()
    )
    head = (
        '--batas\r\nContent-Disposition: form-data; name="story__evidence"; filename="SK.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    body = text.encode() + head.encode() + _pdf() + b"x" * 4_000_000 + b"\r\n--batas--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=batas"}
    return officer.ask(copy.places["section"], method="POST", body=body, headers=kind)
