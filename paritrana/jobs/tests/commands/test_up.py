import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.conf import settings
from django.core.management import CommandError

from paritrana.jobs.management.commands import up
from paritrana.tests import schema

PATIENCE_SECONDS = 180


def test_free_port_when_the_first_is_taken_then_the_next():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        first = taken.getsockname()[1]

        assert up.free_port("127.0.0.1", first) > first


def test_free_port_when_none_is_free_then_told(monkeypatch):
    monkeypatch.setattr(up, "PORTS_TRIED", 0)

    with pytest.raises(CommandError, match="Tidak ada port bebas dari 8000"):
        up.free_port("127.0.0.1", 8000)


def test_programs_when_redis_is_there_then_beat_runs_apart(settings):
    settings.REDIS_URL = ""
    alone = up.programs("127.0.0.1:8000", web_workers=2, job_workers=2)
    settings.REDIS_URL = "redis://127.0.0.1/0"
    apart = up.programs("127.0.0.1:8000", web_workers=2, job_workers=2)

    assert list(alone) == ["pekerja latar", "server web"]
    assert "--beat" in alone["pekerja latar"]
    assert list(apart) == ["pekerja latar", "penjadwal", "server web"]
    assert "--beat" not in apart["pekerja latar"]


def test_static_files_when_a_source_is_newer_then_stale(settings, tmp_path):
    source = tmp_path / "sources" / "a.css"
    source.parent.mkdir()
    source.write_text("a{}")
    settings.STATICFILES_DIRS = [source.parent]
    settings.STATIC_ROOT = tmp_path / "collected"
    manifest = settings.STATIC_ROOT / "staticfiles.json"

    before = up.static_files_are_stale()
    manifest.parent.mkdir()
    manifest.write_text("{}")
    future = time.time() + 60
    os.utime(manifest, (future, future))
    fresh = up.static_files_are_stale()
    os.utime(source, (future + 60, future + 60))

    assert (before, fresh, up.static_files_are_stale()) == (True, False, True)


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("number", "is_new"),
    [(signal.SIGTERM, True), pytest.param(signal.SIGINT, False, marks=pytest.mark.deep)],
)
def test_up_when_started_then_serves_and_ends_cleanly_on_a_signal(tmp_path, number, is_new):
    if not is_new:
        shutil.copy(schema.sqlite_file(), tmp_path / "up.sqlite3")
    environment = {
        **os.environ,
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'up.sqlite3'}",
        "REDIS_URL": "",
        "SECRET_KEY": "tests-only",
        "LOG_LEVEL": "WARNING",
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "up", "--port", "8600", "--web-workers", "1", "--job-workers", "1"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = next(re.search(r"http://[^/]+", line)[0] for line in process.stdout if "http://" in line)
        health = wait_for(f"{address}/health/")
        process.send_signal(number)
        code = process.wait(PATIENCE_SECONDS)
    finally:
        process.kill()
        process.stdout.close()

    assert set(health.values()) == {"OK"}
    assert code == 0


def wait_for(address):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as response:
                return json.load(response)
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.3)
