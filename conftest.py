"""What all tests share: a fast and lonely set-up, the people, and what happens to tests whose tools are absent."""

import os
from dataclasses import dataclass

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from paritrana.accounts.models import User
from paritrana.accounts.tests import factories
from paritrana.audit import guards, triggers
from paritrana.celery import app
from paritrana.tests import schema

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"
SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
HAS_SERVICES = not SQLITE and bool(settings.REDIS_URL)
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "live_server", "django_db_setup"})

# The same examples in every run, so that no run fails by chance; HYPOTHESIS_PROFILE=search looks for new ones.
SLOW = [hypothesis.HealthCheck.too_slow]  # a busy machine is no fault
hypothesis.settings.register_profile(
    "same", derandomize=True, deadline=None, max_examples=25, suppress_health_check=SLOW
)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2000, suppress_health_check=SLOW)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# A browser that keeps its line open holds a server thread, and that its session, a moment longer than the last test.
END_OTHER_SESSIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def pytest_configure(config):
    """Tests share no cache, no queue and no hashed static files with anybody."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.WHITENOISE_AUTOREFRESH = True
    app.conf.update(task_always_eager=True, task_eager_propagates=True, broker_url="memory://")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    """Mark what tests need, let others shuffle and select them, then put what drives a browser last.

    Skipped is what needs absent services; marked as `once` what touches no database, which a second one cannot change.
    Playwright keeps an event loop running in the tests' thread from its first page to the end of the session: Django's
    asynchronous views refuse to be called beside it, and a connection to the database is another one there. Several
    workers take tests over from one another, so with them a browser's tests want a run of their own (`make test`).
    """
    absent = pytest.mark.skip(reason="needs DATABASE_URL (PostgreSQL) and REDIS_URL: see `make test`")
    for item in items:
        if item.get_closest_marker("services"):
            if not HAS_SERVICES:
                item.add_marker(absent)
        elif not item.get_closest_marker("django_db") and DATABASE_FIXTURES.isdisjoint(item.fixturenames):
            item.add_marker(pytest.mark.once)
    yield
    driving = {item.nodeid for item in items if "playwright" in item.fixturenames}
    strays = sorted(item.nodeid for item in items if item.nodeid in driving and not item.get_closest_marker("browser"))
    if strays:
        raise pytest.UsageError(
            f"What drives a browser stands in awards/tests/browser, where it is run apart: {strays}"
        )
    items.sort(key=lambda item: item.nodeid in driving)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where everything must be there (REQUIRE_ALL=1), a skipped test has failed."""
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1, but {item.nodeid} was skipped: {reason}"
    return report


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    with schema.copied():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let tests empty kept tables after themselves; the tests of triggers and guards install them again."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        triggers.remove(None, editor)
        guards.lift(connection)
    yield
    if not SQLITE:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(END_OTHER_SESSIONS)


@pytest.fixture(autouse=True)
def _language():
    """Begin in the language of the sources: a page read in English leaves its language behind in this thread."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _own_files_and_cache(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MFA_REQUIRED_FOR_STAFF = False
    cache.clear()


@dataclass(frozen=True)
class People:
    """One person per role; the secretariat and the entrant belong to Nusa Tenggara Barat (52) and Lombok Timur."""

    organiser: User
    secretariat: User
    other_secretariat: User
    verifier: User
    juror: User
    entrant: User
    other_entrant: User
    auditor: User
    stranger: User


@pytest.fixture
def people(db) -> People:
    return People(
        organiser=factories.organiser(username="penyelenggara"),
        secretariat=factories.secretariat(username="sekretariat-ntb", region_code="52"),
        other_secretariat=factories.secretariat(username="sekretariat-ntt", region_code="53"),
        verifier=factories.verifier(username="verifikator"),
        juror=factories.juror(username="juri"),
        entrant=factories.entrant(username="petugas-lotim", office_code="52.03"),
        other_entrant=factories.entrant(username="petugas-kupang", office_code="53.71"),
        auditor=factories.auditor(username="auditor"),
        stranger=factories.UserFactory(username="orang-luar"),
    )
