"""What strangers try from outside: slow and large requests, odd values, guesses, forged addresses, crafted files."""

import contextlib
import os
import random
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from attack_copy import PASSWORD, ROOT, STRANGER, Copy, Visitor, ask, expect, signed_in

SOON = 8.0
NOBODYS = "11111111-1111-4111-8111-111111111111"
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
UNBUFFERED = ("/impor/", f"/isian/{NOBODYS}/rentan/")
"""Where the proxy lays nothing up, because people who are known send files there."""


def still_served(copy: Copy) -> None:
    answer = Visitor(copy, "127.0.0.10" if copy.address == STRANGER else "").ask("/")
    expect(answer.status == 200 and answer.seconds < SOON, f"/ answered {answer.status} after {answer.seconds:.1f} s")


@contextlib.contextmanager
def lines(copy: Copy, what: bytes, number: int) -> Iterator[list[socket.socket]]:
    """Open lines that send this and wait."""
    held = []
    try:
        for _client in range(number):
            line = socket.create_connection(("127.0.0.1", copy.port), timeout=30, source_address=(copy.address, 0))
            line.sendall(what)
            held.append(line)
        yield held
    finally:
        for line in held:
            line.close()


def half_headers(copy: Copy) -> None:
    with lines(copy, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", 24) as held:
        still_served(copy)
        ended = time.monotonic() + 30
        for line in held:
            line.settimeout(max(0.1, ended - time.monotonic()))
            said = line.recv(100)
            expect(not said or b" 408 " in said, f"a half-sent header was answered {said[:40]!r}")


def half_bodies(copy: Copy) -> None:
    head = b"POST /akun/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nlogin="
    with lines(copy, head, 24):
        still_served(copy)


def staying_clients(copy: Copy) -> None:
    """Take an answer and stay on the line that was to end with it."""
    with lines(copy, b"GET /health/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 24) as held:
        for line in held:
            line.recv(100)
        still_served(copy)


def trickled_bodies(copy: Copy) -> None:
    """Hold more lines than a process has readers, at the addresses where nothing is laid up on the way."""
    for path in UNBUFFERED:
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\nlogin="
        with lines(copy, head.encode(), 250) as held:
            for _moment in range(3):
                for line in held:
                    with contextlib.suppress(OSError):
                        line.send(b"x")
                still_served(copy)


def large_bodies(copy: Copy) -> None:
    for path in ("/akun/login/", *UNBUFFERED):
        for size in (1_500_000_000, 90_000_000):
            head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {size}\r\n\r\n"
            said = _answer(copy, head.encode() + b"x" * 1_000_000)
            expect(b" 413 " in said[:20], f"{path} answered {said[:40]!r} to {size} bytes")
            expect(b"Tidak ada yang disimpan" in said, f"{path} refused {size} bytes without a word: {said[-200:]!r}")
    _nothing_laid_up(copy)


def endless_bodies(copy: Copy) -> None:
    """Send pieces without ever saying how many: refused, and none of it kept meanwhile."""
    piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    for path in ("/akun/login/", *UNBUFFERED):
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        with lines(copy, head.encode(), 1) as (line,):
            with contextlib.suppress(OSError):
                for _piece in range(300):
                    line.sendall(piece)
            _nothing_laid_up(copy, most=3_000_000)
            with contextlib.suppress(ConnectionResetError):
                said = line.recv(100).partition(b"\r\n")[0]
                # 503: the product refused and hung up while the proxy was still passing it on.
                is_refused = not said or b" 4" in said or b" 503 " in said
                expect(is_refused, f"{path} answered {said!r} to a body without an end")
    still_served(copy)


def _answer(copy: Copy, what: bytes) -> bytes:
    """Send all of it, whatever is said meanwhile, and read to the end."""
    with lines(copy, what, 1) as (line,):
        pieces = []
        while piece := line.recv(4096):
            pieces.append(piece)
        return b"".join(pieces)


def _nothing_laid_up(copy: Copy, most: int = 1_000_000) -> None:
    files = [path for folder in copy.laid_up for path in folder.rglob("*") if path.is_file()]
    left = sum(path.stat().st_size for path in files)
    expect(left < most, f"{left} bytes were laid up")


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


def forged(number: int) -> dict[str, str]:
    """Return every header that ever told an address."""
    named = f"203.0.113.{number}"
    return {
        "X-Forwarded-For": named, "X_Forwarded_For": named, "X-Real-IP": named, "Client-IP": named,
        "Forwarded": f"for={named}",
    }  # fmt: skip


def guesses(copy: Copy) -> None:
    guesser = Visitor(copy)
    for number in range(6):
        guesser.sign_in("sasaran", "salah", forged(number))
    last = guesser.sign_in("sasaran", PASSWORD, forged(200))
    expect(last.status == 429, f"after six guesses the password was answered {last.status}")


def guesses_at_once(copy: Copy) -> None:
    barrier, answers = threading.Barrier(10), []

    def guess() -> None:
        guesser = Visitor(copy)
        guesser.ask("/akun/login/")
        barrier.wait()
        answers.append(guesser.sign_in("beramai", "salah").status)

    threads = [threading.Thread(target=guess) for _thread in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last = Visitor(copy).sign_in("beramai", PASSWORD)
    expect(last.status == 429, f"after ten guesses at once ({sorted(answers)}) it was answered {last.status}")


def guesses_of_another(copy: Copy) -> None:
    """Behind the proxy people have addresses of their own: a stranger's guesses shut nobody else out."""
    for _guess in range(6):
        Visitor(copy, "127.0.0.66").sign_in("tetangga", "salah")
    shut_out = Visitor(copy, "127.0.0.66").sign_in("tetangga")
    let_in = Visitor(copy, "127.0.0.67").sign_in("tetangga")
    expect((shut_out.status, let_in.status) == (429, 302), f"answered {shut_out.status} and {let_in.status}")


def forged_addresses(copy: Copy) -> None:
    """The API counts by address: another one in the headers must give nobody another turn, nor take one from others."""
    path, told = "/api/v1/editions/", []
    greedy = Visitor(copy, "127.0.0.77")
    for number in range(70):
        told.append(greedy.ask(path, headers=forged(number)).status)
    expect(told[-1] == 429, f"seventy requests under forged addresses, of sixty allowed: {sorted(set(told))}")
    other = Visitor(copy, "127.0.0.78").ask(path, headers={"X-Forwarded-For": "127.0.0.77"})
    expect(other.status == 200, f"somebody else was answered {other.status}")


def inner_pages(copy: Copy) -> None:
    answer = ask(copy, "/metrics", headers={"X-Forwarded-For": "127.0.0.1"})
    expect(answer.status == 404, f"/metrics answered a stranger {answer.status}")


def signed_in_pages(copy: Copy) -> None:
    page = signed_in(copy, "pengirim").ask("/")
    kept = page.headers.get("Cache-Control")
    expect(kept == "private, no-store", f"a signed-in page says {kept}")


def crafted_files(_copy: Copy) -> None:
    """Mutate honest files at random places: each is taken or refused in words, and soon."""
    rounds = int(os.environ.get("ATTACK_MUTATIONS", "300"))
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
