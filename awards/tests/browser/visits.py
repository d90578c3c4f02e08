"""One visit of one page: what the browser complained about, what axe found, how wide the page is."""

from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 800}
WIDTHS = (DESK, PHONE)
# Only what is violated is worked out and sent back: a list of a hundred rows passes thousands of times.
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
# Chromium's own viewer of a PDF file in a frame.
VIEWER = ("chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/", "chrome://resources/")
RUN_AXE = "options => axe.run(document, options).then(result => result.violations)"


@dataclass
class Complaints:
    """Everything wrong with one page; an empty one is what we want."""

    status: int = 0
    found: list[str] = field(default_factory=list)


class Visitor:
    """Opens pages as somebody, at both widths, and writes down what is wrong."""

    def __init__(self, browser, address: str, screenshots: Path | None) -> None:
        self.browser = browser
        self.address = address
        self.screenshots = screenshots
        self.contexts = {}
        self.axe = Axe()

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()

    def context(self, session: str):
        """Return a browser signed in with this session; strangers ("") have their own."""
        if session not in self.contexts:
            made = self.browser.new_context(viewport=DESK, reduced_motion="reduce", locale="id-ID")
            if session:
                made.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.address}])
            self.contexts[session] = made
        return self.contexts[session]

    def visit(self, name: str, path: str, *, session: str, widths=WIDTHS) -> Complaints:
        complaints = Complaints()
        page = self.context(session).new_page()
        page.on("console", lambda message: self._note_console(complaints, message))
        page.on("pageerror", lambda error: complaints.found.append(f"script error: {error}"))
        page.on("request", lambda request: self._note_request(complaints, request))
        try:
            response = page.goto(f"{self.address}{path}", wait_until="load")
            complaints.status = response.status
            page.evaluate(self.axe.axe_script)
            for viewport in widths:
                page.set_viewport_size(viewport)
                page.evaluate("document.fonts.ready.then(() => true)")
                self._look(page, viewport["width"], complaints)
                if self.screenshots is not None:
                    self.screenshots.mkdir(parents=True, exist_ok=True)
                    picture = self.screenshots / f"{name}-{viewport['width']}.png"
                    page.screenshot(path=str(picture), full_page=True, animations="disabled")
        finally:
            page.close()
        return complaints

    def answer(self, path: str, session: str) -> int:
        """Return the status of an address alone."""
        return self.context(session).request.get(f"{self.address}{path}").status

    def _look(self, page, width: int, complaints: Complaints) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            complaints.found.append(f"{width} px: the page is {wide} px wide")
        for violation in page.evaluate(RUN_AXE, WCAG):
            places = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
            complaints.found.append(f"{width} px: axe {violation['id']} ×{len(violation['nodes'])}: {places}")

    def _note_console(self, complaints: Complaints, message) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            complaints.found.append(f"console {message.type}: {message.text}")

    def _note_request(self, complaints: Complaints, request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:", *VIEWER)):
            complaints.found.append(f"request that leaves the site: {request.url}")
