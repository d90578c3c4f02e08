"""Pictures of the product's pages, to see that a change which should not show does not show.

    python .ci/pictures.py take FOLDER           every page, in both languages, 1280 and 360 pixels wide, and its HTML
    python .ci/pictures.py compare BEFORE AFTER  name what differs and write it into AFTER/differences
    python .ci/pictures.py pages                 the pages by name

Both end with 1 when something is not as it should be. The same code makes the same pictures to the pixel, on the same
machine: a stored installation is unpacked and migrated into a temporary folder, the clock stands still there, and each
page is opened as if it were the only one. `--only` takes the pages whose names contain a text; `--installation` names
another folder, `--at` the moment to stand still at (2026-11-30T02:00+00:00). Pages that look alike may still differ in
their HTML, whose layout is normalised (.ci/picture_sets.py); both are named. Leave the checkout alone while they are
taken: a template is read when its first page is opened. Needs Chromium (Debian: apt install chromium).
"""

import argparse
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from picture_pages import PASSWORD, SHOTS, Key, Shot
from picture_sets import differences, names, normalised
from picture_site import ADDRESS, DATABASE, HOST, TURN, Site, unpack

ROOT = Path(__file__).resolve().parent.parent
INSTALLATION = ROOT / "fixtures" / "upgrade" / "2e5d7d9" / "sqlite"
# An hour after the last thing that happened there: its forms, panels and desks are open.
MOMENT = datetime(2026, 11, 30, 3, tzinfo=UTC)
LANGUAGES = ("id", "en")
WIDTHS = (1280, 360)
HEIGHT = 900
PATIENCE_MS = 120_000
CHROMIUM = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-lcd-text",
    "--disable-partial-raster",
    "--disable-skia-runtime-opts",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
]
# Twice, for what a first frame sets in motion.
SETTLED = """
    () => document.fonts.ready.then(() => new Promise(done =>
        requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done, {timeout: 1000})))))
"""
# What pages leave behind in the browser, apart from cookies.
KEPT = "local_storage,indexeddb,service_workers,cache_storage"
EVEN_CHANCE = "(() => { let drawn = 1; Math.random = () => (drawn = (drawn * 16807) % 2147483647) / 2147483647; })();"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    taking = commands.add_parser("take")
    taking.add_argument("folder", type=Path)
    taking.add_argument("--installation", type=Path, default=INSTALLATION)
    taking.add_argument("--at", type=datetime.fromisoformat, default=MOMENT)
    taking.add_argument("--only", default="")
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    commands.add_parser("pages")
    asked = parser.parse_args()
    if asked.command == "pages":
        print("\n".join(shot.name for shot in SHOTS))
        return 0
    if asked.command == "compare":
        return compare(asked.before, asked.after)
    shots = [shot for shot in SHOTS if asked.only in shot.name]
    return take(asked.folder, asked.installation, shots, at=asked.at)


def compare(before: Path, after: Path) -> int:
    into = after / "differences"
    shutil.rmtree(into, ignore_errors=True)
    both = names(before) & names(after)
    if not both:
        print(f"Nothing to compare: {before} and {after} have no file in common.", file=sys.stderr)
        return 2
    found = list(differences(before, after, into))
    pictures = sum(name.endswith(".png") for name in both)
    print("\n".join(found) if found else f"Equal: {pictures} pictures, {len(both) - pictures} pages of HTML.")
    return 1 if found else 0


def take(folder: Path, installation: Path, shots: list[Shot], *, at: datetime) -> int:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("Chromium is needed (Debian: apt install chromium).")
    folder.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop running in this thread
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="paritrana-pictures-") as temporary:
        unpack(installation, Path(temporary))
        keys = {shot.name: looked_up(shot, Path(temporary, DATABASE)) for shot in shots}
        site = Site(Path(temporary), at)
        people = dict.fromkeys(shot.person for shot in shots if shot.person)
        with site.served(people, PASSWORD), sync_playwright() as playwright:
            rules = f"--host-resolver-rules=MAP {HOST} 127.0.0.1:{site.port},MAP * ~NOTFOUND"
            browser = playwright.chromium.launch(executable_path=program, args=[*CHROMIUM, rules])
            window = opened_window(browser, at)
            faults = [
                fault
                for shot in shots
                for language in LANGUAGES
                for fault in taken(window, site, shot, keys[shot.name], language, folder)
            ]
            browser.close()
    count = len(list(folder.glob("*.png")))
    print(f"{len(shots)} pages, {count} pictures in {folder} after {time.monotonic() - started:.0f} s")
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


def looked_up(shot: Shot, database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [key.found(connection) if isinstance(key, Key) else key for key in shot.keys]


def opened_window(browser: Any, at: datetime) -> Any:
    """Open the one window that all pages are opened in: it costs more than a page does."""
    window = browser.new_context(
        viewport={"width": WIDTHS[0], "height": HEIGHT},
        reduced_motion="reduce",
        locale="id-ID",
        timezone_id="Asia/Jakarta",
    )
    window.set_default_timeout(PATIENCE_MS)
    window.clock.set_fixed_time(at)
    window.add_init_script(EVEN_CHANCE)
    return window


def taken(window: Any, site: Site, shot: Shot, keys: list[str], language: str, folder: Path) -> list[str]:
    """Take a page in one language; return what is not as it should be there."""
    from django.conf import settings
    from django.urls import NoReverseMatch, reverse
    from playwright.sync_api import Error

    try:
        path = (shot.path or reverse(shot.address, args=keys)) + shot.query
    except NoReverseMatch as problem:
        return [f"{shot.name}: {problem}"]
    cookies = {settings.LANGUAGE_COOKIE_NAME: language, settings.SESSION_COOKIE_NAME: site.sessions.get(shot.person)}
    window.clear_cookies()
    window.add_cookies([{"name": name, "value": value, "url": ADDRESS} for name, value in cookies.items() if value])
    page = window.new_page()
    page.set_extra_http_headers({TURN: site.begin()})
    window.new_cdp_session(page).send("Storage.clearDataForOrigin", {"origin": ADDRESS, "storageTypes": KEPT})
    try:
        return opened(page, shot, path, folder / f"{shot.name}.{language}")
    except Error as problem:
        return [f"{shot.name}.{language}: {problem.message}"]
    finally:
        page.close()


def opened(page: Any, shot: Shot, path: str, place: Path) -> list[str]:
    documents: list[Any] = []
    page.on("response", lambda response: documents.append(response) if is_document(page, response.request) else None)
    page.goto(f"{ADDRESS}{path}", wait_until="load")
    for step in shot.steps:
        step(page)
    page.wait_for_load_state("networkidle")
    last = documents[-1]
    head = f"<!-- {last.status} {last.url.removeprefix(ADDRESS)} -->\n"
    place.with_name(f"{place.name}.html").write_text(head + normalised(last.text()), encoding="utf-8")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        picture(page, place.with_name(f"{place.name}.{width}.png"))
    return [] if last.status == shot.status else [f"{place.name}: answers {last.status} instead of {shot.status}"]


def is_document(page: Any, request: Any) -> bool:
    return request.is_navigation_request() and request.frame == page.main_frame


def picture(page: Any, file: Path) -> None:
    page.evaluate(SETTLED)
    page.screenshot(path=file, full_page=True, animations="disabled")


if __name__ == "__main__":
    sys.exit(main())
