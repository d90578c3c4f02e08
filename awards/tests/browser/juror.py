"""A signed-in browser of one person at the jury's screens."""

import re

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils import timezone

PHONE = {"width": 390, "height": 844}
SETTLED = "[data-jury-sheet]:not([aria-busy])"  # what an earlier page left is back in its fields
SAVED = re.compile(r"^Tersimpan \d")


def _session(user):
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["account_authentication_methods"] = [{"method": "password", "at": timezone.now().timestamp()}]
    store.save()
    return store.session_key


class Person:
    """A signed-in browser of one person."""

    def __init__(self, browser, address, user, viewport=None):
        self.address = address
        self.context = browser.new_context(viewport=viewport or {"width": 1280, "height": 900}, locale="id-ID")
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": _session(user), "url": address}
        self.context.add_cookies([cookie])
        self.page = self.context.new_page()

    def open(self, name, *args):
        self.page.goto(f"{self.address}{reverse(f'admin:{name}', args=args)}", wait_until="domcontentloaded")

    def open_twice(self):
        """A second tab of the same address, once it has taken up what the first had under way."""
        tab = self.context.new_page()
        tab.goto(self.page.url)
        tab.locator(SETTLED).wait_for()
        return tab

    def declare(self, panel, *, conflict_with=None):
        """Tick what is in conflict on the list, before any file opens."""
        self.open("jury_start")
        self.page.get_by_role("link", name="Nyatakan benturan kepentingan").first.click()
        if conflict_with is not None:
            self.page.locator(f"[name='conflict-{conflict_with.public_id}']").check()
            self.page.locator(f"[name='reason-{conflict_with.public_id}']").fill("Pernah bekerja di sana.")
        self.page.get_by_role("button", name="Simpan pernyataan").click()
        self.page.wait_for_url(f"**{reverse('admin:jury_entries', args=[panel.pk])}")

    def score(self, materi, level):
        """Fill the open sheet by keyboard, wait until it says that it is saved, go on, confirm."""
        page = self.page
        page.locator("#v-materi").fill(materi)
        page.locator("#r-materi").fill("Paparan menjawab pertanyaan.")
        page.locator("#k-regulasi").focus()
        page.keyboard.press(str(level))
        page.locator("#r-regulasi").fill("Sesuai naskah perda.")
        page.locator("#r-regulasi").blur()
        page.locator("[data-state]").filter(has_text=SAVED).wait_for()
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name="Konfirmasi nilai ini").click()
        page.wait_for_url(lambda address: "konfirmasi" not in address)

    def close(self):
        self.context.close()
