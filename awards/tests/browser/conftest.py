"""A browser, the demo behind a live server, and what each visit must hold to."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import expect

from awards.editions.models import StageKind
from awards.rulebooks.models import RulebookState
from awards.rulebooks.services import seal_rulebook
from awards.tests.browser.scene import Scene, clear, play
from awards.tests.browser.serving import Server
from awards.tests.browser.story import PASSWORD, Story
from awards.tests.browser.visits import Visitor
from awards.tests.factories.editions import DAY, CategoryFactory, RulebookFactory, StageFactory
from awards.tests.factories.entries import EntryFactory
from paritrana.accounts.tests import factories

# Playwright keeps an event loop running in this thread; Django would refuse its database beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# SCREENSHOTS=1 leaves a picture of every page at both widths there.
SCREENSHOTS = Path(settings.BASE_DIR) / "var" / "screenshots" if os.environ.get("SCREENSHOTS") == "1" else None

# A condition that a busy machine meets late is met all the same.
PATIENCE_MS = 120_000
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items):
    """Without a browser these tests are skipped; REQUIRE_ALL=1 turns that into a failure (conftest.py of the root)."""
    absent = pytest.mark.skip(reason="needs Chromium (Debian: apt install chromium)")
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            if CHROMIUM is None:
                item.add_marker(absent)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture(scope="session")
def browser(browser):
    """Open windows that wait patiently."""
    new_context = browser.new_context

    def patient_context(**options):
        context = new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        return context

    browser.new_context = patient_context
    return browser


@pytest.fixture(scope="module")
def scene_files(tmp_path_factory):
    return tmp_path_factory.mktemp("scene")


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker, scene_files):
    """Play the demo once a module, outside any transaction, and leave an empty database behind."""
    with django_db_blocker.unblock():
        with override_settings(MEDIA_ROOT=scene_files):
            played = play()
        yield played
        clear()


@pytest.fixture(autouse=True)
def _files_of_the_scene(request, settings):
    """Serve the files that the scene left, not those of a test alone."""
    if "scene" in request.fixturenames:
        settings.MEDIA_ROOT = request.getfixturevalue("scene_files")


@pytest.fixture(scope="module")
def site(scene: Scene):
    """Serve the demo from this process; its end waits for every line, which would outlive the shared connection."""
    server = Server()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def visitor(browser, site, scene):
    visitor = Visitor(browser, site.url, SCREENSHOTS)
    yield visitor
    visitor.close()


@pytest.fixture(autouse=True)
def _windows_closed(request):
    """Close what a test opened on the shared live server: windows that go on asking outlive its database."""
    yield
    if "live_server" in request.fixturenames:
        for context in request.getfixturevalue("browser").contexts:
            context.close()


@pytest.fixture
def contested_entry(transactional_db):
    """An entry whose dates are all open now, under sealed rules, and the people around it."""
    now = timezone.now()
    category = CategoryFactory()
    dates = {"opens_at": now - DAY, "closes_at": now + 5 * DAY, "hard_closes_at": now + 5 * DAY}
    for kind in (StageKind.SUBMISSION, StageKind.VERIFICATION, StageKind.OBJECTION):
        StageFactory(category=category, kind=kind, **dates)
    rulebook = RulebookFactory(category=category, state=RulebookState.DRAFT, sealed_at=None)
    seal_rulebook(rulebook=rulebook, actor=None, at=now)
    for person in (
        factories.entrant(username="petugas", full_name="Baiq Nuraini"),
        factories.verifier(username="verifikator", region_code="52"),
        factories.verifier(username="verifikator-dua", region_code="52"),
        factories.organiser(username="panitia"),
    ):
        person.set_password(PASSWORD)
        person.save()
    return EntryFactory(category=category)


@pytest.fixture
def restartable(transactional_db):
    server = Server()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def story(contested_entry, restartable, browser):
    story = Story(contested_entry, restartable, browser)
    yield story
    for context in browser.contexts:
        context.close()
