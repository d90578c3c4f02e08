"""Attack a running copy of the product as strangers, slow clients and a failing machine would; `make attack`.

    python .ci/attack.py             the whole set, some minutes on two processors
    python .ci/attack.py --short     what `.ci/run` does

It starts a copy of its own (SQLite, files, another port, a temporary folder), and ends it. Nothing else is touched.
Each line of the table at the end is one kind of attack; the exit code is 1 when one of them got through.
"""

import contextlib
import http.client
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 300.0
SOON = 8.0
PASSWORD = "sandi-yang-panjang-untuk-uji"
PEOPLE = ("sasaran", "beramai", "pengirim")
PAGES = (
    "/",
    "/daerah/",
    "/kementerian/",
    "/pemberi-kerja/",
    "/edisi/",
    "/akun/login/",
    "/api/v1/editions/",
    "/health/",
)
MAKE_PEOPLE = f"""
import os, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paritrana.settings")
django.setup()
from paritrana.accounts.models import User
for name in {PEOPLE!r}:
    User.objects.create_user(name, password={PASSWORD!r})
"""


@dataclass(frozen=True)
class Copy:
    """The copy under attack."""

    port: int
    process: "subprocess.Popen[str]"
    folder: Path


@dataclass(frozen=True)
class Reply:
    """What an answer was, and after how long."""

    status: int
    body: str
    seconds: float
    headers: dict[str, str]


class GotThroughError(Exception):
    """An attack did what it must not; the message says what."""


def ask(copy: Copy, path: str, *, method: str = "GET", body: str = "", headers: dict[str, str] | None = None) -> Reply:
    began = time.monotonic()
    line = http.client.HTTPConnection("127.0.0.1", copy.port, timeout=30)
    with contextlib.closing(line):
        line.request(method, path, body or None, headers or {})
        answer = line.getresponse()
        found = dict(answer.getheaders())
        return Reply(answer.status, answer.read().decode(errors="replace"), time.monotonic() - began, found)


def expect(condition: bool, what: str) -> None:  # noqa: FBT001 - reads like an assertion
    if not condition:
        raise GotThroughError(what)


def still_served(copy: Copy) -> None:
    answer = ask(copy, "/")
    expect(answer.status == 200 and answer.seconds < SOON, f"/ answered {answer.status} after {answer.seconds:.1f} s")


def sign_in(copy: Copy, name: str, password: str, headers: dict[str, str] | None = None) -> Reply:
    page = ask(copy, "/akun/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.body)
    cookie = re.search(r"csrftoken=(\w+)", page.headers.get("Set-Cookie", ""))
    if token is None or cookie is None:
        raise GotThroughError("the sign-in page brings no token")
    form = urlencode({"csrfmiddlewaretoken": token[1], "login": name, "password": password})
    sent = {"Cookie": f"csrftoken={cookie[1]}", "Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
    return ask(copy, "/akun/login/", method="POST", body=form, headers=sent)


def half_sent(copy: Copy, what: bytes) -> None:
    slow = []
    try:
        for _client in range(24):
            line = socket.create_connection(("127.0.0.1", copy.port), timeout=10)
            line.sendall(what)
            slow.append(line)
        still_served(copy)
    finally:
        for line in slow:
            line.close()


def half_headers(copy: Copy) -> None:
    half_sent(copy, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")


def half_bodies(copy: Copy) -> None:
    half_sent(copy, b"POST /akun/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nlogin=")


def large_bodies(copy: Copy) -> None:
    for path in ("/akun/login/", "/impor/", "/isian/11111111-1111-4111-8111-111111111111/rentan/"):
        with socket.create_connection(("127.0.0.1", copy.port), timeout=30) as line:
            head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1500000000\r\n\r\n"
            line.sendall(head.encode())
            said = line.recv(4096)
        expect(b" 413 " in said.partition(b"\r\n")[0] + b" ", f"{path} answered {said[:40]!r}")
    left = sum(path.stat().st_size for path in (copy.folder / "temp").rglob("*") if path.is_file())
    expect(left < 1_000_000, f"{left} bytes were laid up")


def nul_sweep(copy: Copy) -> None:
    asked = [
        page + extra for page in PAGES for extra in ("?q=%00", "?halaman=99999999999999999999", "?at__year=99999999999")
    ]
    asked += [page + "%00" for page in PAGES if page != "/"]
    broken = [path for path in asked if ask(copy, path).status >= 500]
    expect(not broken, f"broken: {broken[:5]}")


def strange_hosts(copy: Copy) -> None:
    answer = ask(copy, "/", headers={"Host": "jahat.example"})
    expect(answer.status == 400, f"an unknown host got {answer.status}")


def guesses(copy: Copy) -> None:
    for number in range(6):
        sign_in(copy, "sasaran", "salah", {"X-Forwarded-For": f"203.0.113.{number}"})
    last = sign_in(copy, "sasaran", PASSWORD, {"X-Forwarded-For": "198.51.100.7"})
    expect(last.status == 429, f"after six guesses the password was answered {last.status}")


def guesses_at_once(copy: Copy) -> None:
    barrier, answers = threading.Barrier(10), []

    def guess() -> None:
        barrier.wait()
        answers.append(sign_in(copy, "beramai", "salah").status)

    threads = [threading.Thread(target=guess) for _thread in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last = sign_in(copy, "beramai", PASSWORD)
    expect(last.status == 429, f"after ten guesses at once ({sorted(answers)}) it was answered {last.status}")


def signed_in_pages(copy: Copy) -> None:
    answer = sign_in(copy, "pengirim", PASSWORD)
    expect(answer.status == 302, f"the sign-in answered {answer.status}")
    session = re.search(r"sessionid=(\w+)", answer.headers.get("Set-Cookie", ""))
    if session is None:
        raise GotThroughError("the sign-in gave no session")
    page = ask(copy, "/", headers={"Cookie": f"sessionid={session[1]}"})
    kept = page.headers.get("Cache-Control")
    expect(kept == "private, no-store", f"a signed-in page says {kept}")


def kills(copy: Copy) -> None:
    """Kill every process below the command, one kind after the other; each is started again."""
    for word in ("gunicorn", "celery"):
        for victim in _children(copy.process.pid, word):
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        deadline = time.monotonic() + 150  # on a busy machine starting alone takes a minute
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if ask(copy, "/health/").status == 200 and _children(copy.process.pid, word):
                    break
            expect(time.monotonic() < deadline, f"{word} did not come back")
            time.sleep(0.5)


def _children(parent: int, word: str) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    rows = (line.strip().partition(" ") for line in listed.stdout.splitlines())
    return [int(pid) for pid, _blank, command in rows if word in command]


def crafted_files(_copy: Copy, rounds: int = 300) -> None:
    """Mutate honest files at random places: each is taken or refused in words, and soon."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paritrana.settings")
    from awards.submissions.parsing.files import FileRefusedError, inspect_file
    from awards.submissions.tests import test_files as honest

    sheet = honest.package({**honest.SHEET, "xl/worksheets/sheet1.xml": b"<worksheet/>" * 40})
    kinds = {"a.pdf": honest.PDF, "a.jpg": honest.image("JPEG"), "a.png": honest.image("PNG"), "a.xlsx": sheet}
    chance = random.Random(20261130)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "berkas")
        for name, content in kinds.items():
            for number in range(rounds):
                path.write_bytes(_mutated(content, chance))
                began = time.process_time()
                with contextlib.suppress(FileRefusedError):
                    inspect_file(path, name=name, allowed=("pdf", "jpg", "png", "xlsx", "docx"))
                taken = time.process_time() - began
                expect(taken < 2, f"{name} {number} took {taken:.1f} s")


def _mutated(content: bytes, chance: random.Random) -> bytes:
    made = bytearray(content)
    for _change in range(chance.randint(1, 12)):
        place = chance.randrange(len(made))
        match chance.randrange(4):
            case 0:
                made[place] = chance.randrange(256)
            case 1:
                del made[place : place + chance.randint(1, 64)]
            case 2:
                made[place:place] = chance.randbytes(chance.randint(1, 64))
            case _:
                made[place:place] = made[place : place + chance.randint(1, 512)]
        if not made:
            return b"x"
    return bytes(made)


WHOLE: tuple[tuple[str, Callable[[Copy], None]], ...] = (
    ("two dozen half-sent headers", half_headers),
    ("two dozen half-sent bodies", half_bodies),
    ("bodies of 1.5 GB", large_bodies),
    ("NUL and absurd values at every open address", nul_sweep),
    ("a host that is not ours", strange_hosts),
    ("guesses with forged addresses", guesses),
    ("ten guesses at once", guesses_at_once),
    ("copies of signed-in pages", signed_in_pages),
    ("mutated files", crafted_files),
    ("killed processes", kills),
)
SHORT = frozenset({half_headers, large_bodies, strange_hosts, guesses})


@contextlib.contextmanager
def running() -> Iterator[Copy]:
    with tempfile.TemporaryDirectory(prefix="paritrana-attack-") as folder:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = {
            **os.environ, "VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/attack.sqlite3", "REDIS_URL": "",
            "SECRET_KEY": "attack-only", "LOG_LEVEL": "ERROR", "HTTPS": "0", "DEBUG": "0",
            "STATIC_ROOT": str(ROOT / "var/static"), "MFA_REQUIRED_FOR_STAFF": "0", "TRUSTED_PROXIES": "",
        }  # fmt: skip
        shutil.copy(_migrated(environment), Path(folder, "attack.sqlite3"))
        os.environ.update({"VAR_DIR": folder, "SECRET_KEY": "attack-only", "REDIS_URL": ""})
        command = [sys.executable, "manage.py", "up", "--port", str(port), "--web-workers", "2", "--job-workers", "1"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        copy = Copy(port, process, Path(folder))
        try:
            _wait(copy)
            subprocess.run([sys.executable, "-c", MAKE_PEOPLE], cwd=ROOT, env=environment, check=True)
            yield copy
        finally:
            process.terminate()
            process.wait(60)
            if process.stdout:
                process.stdout.close()


def _migrated(environment: dict[str, str]) -> str:
    """Return a database as the migrations make it; the tests keep one, which takes a minute only once."""
    kept = {**environment, "VAR_DIR": str(ROOT / "var/test"), "DATABASE_URL": "sqlite://:memory:"}
    program = "import django; django.setup(); from paritrana.tests import schema; print(schema.sqlite_file())"
    kept["DJANGO_SETTINGS_MODULE"] = "paritrana.settings"
    made = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=kept, capture_output=True, text=True, check=True
    )
    return made.stdout.strip().splitlines()[-1]


def _wait(copy: Copy) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if ask(copy, "/health/").status == 200:
                return
        expect(copy.process.poll() is None and time.monotonic() < deadline, "the copy did not start")
        time.sleep(0.5)


def main(arguments: list[str]) -> int:
    chosen = [row for row in WHOLE if "--short" not in arguments or row[1] in SHORT]
    results: list[tuple[str, float, str]] = []
    with running() as copy:
        for name, attack in chosen:
            began, fault = time.monotonic(), ""
            try:
                attack(copy)
            except (GotThroughError, OSError, http.client.HTTPException) as error:
                fault = f"{type(error).__name__}: {error}"
            results.append((name, time.monotonic() - began, fault))
            print(f"{'held' if not fault else 'GOT THROUGH'}: {name}", flush=True)
    print(f"\n{'attack':<46} {'seconds':>8}  outcome")
    for name, seconds, fault in results:
        print(f"{name:<46} {seconds:>8.1f}  {fault or 'held'}")
    return int(any(fault for _name, _seconds, fault in results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
