"""Killing the whole worker group at any point loses no job and does none twice."""

import os
import shutil
import signal
import subprocess
import sys
import time
import uuid

import environ
import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import ConnectionHandler

from paritrana.tests import schema

JOBS = 24
KILLS = 3
PROCESSES = 2
DONE_BEFORE_A_KILL = 4
PATIENCE_SECONDS = 480


def worker(environment):
    return subprocess.Popen(
        [sys.executable, "-m", "celery", "--quiet", "-A", "paritrana", "worker", "--beat", "--loglevel=ERROR"]
        + ["--include=paritrana.jobs.tests.counting", f"--concurrency={PROCESSES}", "--schedule", environment["BEAT"]],
        cwd=settings.BASE_DIR,
        env=environment,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
    )


def kill_group(process):
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def rows(database, sql):
    with database.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def wait_until_done(database, at_least, deadline):
    while rows(database, "SELECT count(*) FROM jobs_job WHERE state = 'done'")[0][0] < at_least:
        assert time.monotonic() < deadline, rows(database, "SELECT state, attempts, error FROM jobs_job")
        time.sleep(0.1)


def survive_kills(*, database_url, redis_url, folder):
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "VAR_DIR": str(folder),
        "BEAT": str(folder / "beat"),
        "SECRET_KEY": "tests-only",
        "JOB_LEASE_SECONDS": "3",
        "JOB_MAX_ATTEMPTS": "20",
        "PYTHONWARNINGS": "ignore",
    }
    fill = f"from paritrana.jobs.tests.counting import fill_queue; fill_queue({JOBS})"
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", fill], cwd=settings.BASE_DIR, env=environment, check=True
    )
    database = ConnectionHandler({"default": {**environ.Env.db_url_config(database_url)}})["default"]
    deadline = time.monotonic() + PATIENCE_SECONDS
    try:
        for kill in range(1, KILLS + 1):
            process = worker(environment)
            try:
                wait_until_done(database, DONE_BEFORE_A_KILL * kill, deadline)
            finally:
                kill_group(process)
        process = worker(environment)
        try:
            wait_until_done(database, JOBS, deadline)
        finally:
            kill_group(process)
        counted = rows(database, "SELECT count(*), count(DISTINCT subject_id) FROM audit_auditentry"
                                 " WHERE action = 'test.counted'")  # fmt: skip
        done = rows(database, "SELECT count(*) FROM jobs_job WHERE state = 'done'")
    finally:
        database.close()
    return counted[0], done[0][0]


@pytest.mark.slow
@pytest.mark.deep
@pytest.mark.sqlite
@pytest.mark.django_db
def test_jobs_when_workers_on_files_and_sqlite_are_killed_then_each_is_done_once(tmp_path):
    shutil.copy(schema.sqlite_file(), tmp_path / "kill.sqlite3")

    counted, done = survive_kills(database_url=f"sqlite:///{tmp_path / 'kill.sqlite3'}", redis_url="", folder=tmp_path)

    assert (counted, done) == ((JOBS, JOBS), JOBS)


@pytest.mark.slow
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_jobs_when_workers_on_redis_and_postgresql_are_killed_then_each_is_done_once(tmp_path):
    name = f"kill_{uuid.uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {schema.postgresql_template()}")
    address = os.environ["DATABASE_URL"].replace("/postgres?", f"/{name}?")
    try:
        counted, done = survive_kills(
            database_url=address, redis_url=settings.REDIS_URL.rsplit("/", 1)[0] + "/5", folder=tmp_path
        )
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")

    assert (counted, done) == ((JOBS, JOBS), JOBS)
