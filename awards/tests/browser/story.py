"""Several people's windows on one submission, and what its office has typed so far."""

from django.urls import reverse
from playwright.sync_api import expect

from awards.submissions.models.answers import Answer, Submission

PASSWORD = "kuda laut biru 77"


class Story:
    """The windows of the people by name, and what the office has typed so far: question -> (answer, remark)."""

    def __init__(self, entry, server, browser):
        self.entry = entry
        self.server = server
        self.browser = browser
        self.windows = {}
        self.typed = {}

    def window(self, name):
        if name not in self.windows:
            context = self.browser.new_context(locale="id-ID", reduced_motion="reduce")
            self.windows[name] = context.new_page()
        return self.windows[name]

    def new_window(self, name):
        """Close a person's window and open another one in the same browser.

        The old one asks for nothing more: what a test holds back on its way would be let through as the window closes.
        """
        old = self.windows[name]
        old.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('closed')); }")
        self.windows[name] = old.context.new_page()
        old.close()
        return self.windows[name]

    def sign_in(self, name):
        page = self.window(name)
        page.goto(self.address("account_login"))
        page.fill("[name=login]", name)
        page.fill("[name=password]", PASSWORD)
        page.locator("main form").get_by_role("button").click()
        page.wait_for_url(lambda url: "/akun/" not in url)
        return page

    def address(self, name, *args):
        return f"{self.server.url}{reverse(name, args=args)}"

    def open(self, name, place, *more):
        page = self.window(name)
        page.goto(self.address(place, self.submission().public_id, *more))
        return page

    def submission(self):
        with self.server.turn:
            return Submission.objects.get(entry=self.entry)

    def has_all(self):
        """Compare every answer with what was typed; files come apart from it."""
        with self.server.turn:
            stored = {row.question: (row.value, row.note) for row in Answer.objects.all()}
        assert stored == self.typed

    def row(self, model, **which):
        with self.server.turn:
            return model.objects.get(**which)


def state(page, text):
    expect(page.locator("#keadaan-simpan")).to_contain_text(text)


def saved(page):
    state(page, "Tersimpan")
