"""A file sent to a server whose disk is full."""

import errno

from playwright.sync_api import expect

from awards.submissions.models.evidence import Evidence
from awards.submissions.tests.test_files import PDF
from awards.tests.factories.submissions import SubmissionFactory


def test_form_when_the_servers_disk_is_full_then_the_slot_says_so_and_stops_trying(story, tmp_path, monkeypatch):
    def without_room(**values):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("paritrana.uploads.views.pieces.append_piece", without_room)
    path = tmp_path / "SK.pdf"
    path.write_bytes(PDF)
    with story.server.turn:
        SubmissionFactory(entry=story.entry)
    page = story.sign_in("petugas")
    pieces = []
    page.on("request", lambda request: pieces.append(request.url) if "/bagian/" in request.url else None)
    story.open("petugas", "submission-section", "regulasi")

    page.set_input_files("[data-evidence] input[type=file]", path)

    expect(page.locator(".upload-state")).to_contain_text("Penyimpanan di server penuh.")
    with story.server.turn:
        assert (len(pieces), Evidence.objects.count()) == (1, 0)
