"""The files of an edition: the same bytes whenever and wherever written, and checked by a program of its own."""

import io
import json
import os
import subprocess
import sys
import time
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone, translation

from awards.publication.services.moves import publish_publication
from awards.publication.tests.test_prizes_taken_back import taken_back
from awards.results.exports.edition_files import edition_files, write_edition_files
from awards.results.tasks import EDITION_FILES_JOB, write_files_of_edition
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT, StillProgress
from paritrana.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def published(people):
    return factories.published_contest(people)


@pytest.fixture
def edition(published):
    return published.category.edition


def files(edition, at=None):
    return dict(edition_files(edition, at=at or timezone.now(), report=lambda _done, _total: None))


def unfold(found, folder):
    for name, content in found.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def verified(folder, *more):
    """Run the program as anybody would: apart, isolated from everything of ours."""
    said = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py"), *more], capture_output=True, text=True, cwd=folder
    )
    return said.returncode, said.stdout + said.stderr


def test_files_when_listed_then_pages_results_keys_and_sums(edition):
    found = files(edition)

    folder = "hasil/kabkota/1"
    assert list(found) == [
        "index.html",
        "periksa.html",
        "gaya.css",
        "kunci.json",
        "verify.py",
        f"{folder}/index.html",
        f"{folder}/hasil.json",
        f"{folder}/hasil.csv",
        f"{folder}/hasil.xlsx",
        f"{folder}/juknis.toml",
        f"{folder}/lampiran.pdf",
        "SHA256SUMS",
    ]
    assert "Kabupaten Lombok Timur" in found[f"{folder}/index.html"].decode()
    assert b"Bukan angka resmi." in found["index.html"]


def test_files_when_built_three_times_in_other_zones_and_languages_then_the_same_bytes(edition, monkeypatch):
    builds = []
    for zone, language in (("UTC", "id"), ("Asia/Jayapura", "en"), ("America/Los_Angeles", "id")):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        with translation.override(language), timezone.override(zone):
            builds.append(files(edition))
    monkeypatch.undo()
    time.tzset()

    assert [name for name in builds[0] if len({build[name] for build in builds}) > 1] == []


def test_zip_when_written_twice_then_the_same_bytes(edition):
    written = []
    for _time in range(2):
        path = write_edition_files(edition, at=timezone.now(), report=lambda _done, _total: None)
        written.append(path.read_bytes())
        path.unlink()

    assert written[0] == written[1]
    with zipfile.ZipFile(io.BytesIO(written[0])) as archive:
        assert archive.testzip() is None


def test_verifier_when_everything_is_as_published_then_says_so_for_each_thing(published, edition, tmp_path):
    code, said = verified(unfold(files(edition), tmp_path / "berkas"), "--public-key", published.public_key)

    assert code == 0, said
    for line in ("sums", "kabkota/1 signature", "kabkota/1 lines", "kabkota/1 adds up", "kabkota/1 order"):
        assert f"ok       {line}" in said
    assert "ok       kabkota/1 computed: 3 entries" in said
    assert said.endswith("Nothing differs.\n")


def test_verifier_without_a_key_then_says_that_it_cannot_tell_whose(edition, tmp_path):
    code, said = verified(unfold(files(edition), tmp_path / "berkas"))

    assert code == 0
    assert "give --public-key to know whose it is" in said


def score_of_another(content):
    content["lines"][2]["score"] = "99.00"


def prize_of_another(content):
    content["payload"]["prizes"][0]["name"] = "Kota Mataram"


def line_left_out(content):
    del content["lines"][3]


def mark_of_another(content):
    content["lines"][1]["marks"][0][2] = "1"


CHANGES = [score_of_another, prize_of_another, line_left_out, mark_of_another]


@pytest.mark.parametrize("change", CHANGES, ids=[change.__name__ for change in CHANGES])
def test_verifier_when_one_thing_is_another_then_differs(published, edition, tmp_path, change):
    folder = unfold(files(edition), tmp_path / "berkas")
    path = folder / "hasil/kabkota/1/hasil.json"
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))

    code, said = verified(folder, "--public-key", published.public_key)

    assert code == 1
    assert "DIFFERS  sums" in said
    assert said.count("DIFFERS") > 1


def test_verifier_with_another_key_then_the_signature_differs(edition, tmp_path):
    code, said = verified(unfold(files(edition), tmp_path / "berkas"), "--public-key", "ab" * 32)

    assert code == 1
    assert "DIFFERS  kabkota/1 signature" in said


def test_files_when_a_prize_was_taken_back_then_both_results_are_there_and_verify(people, published, edition, tmp_path):
    taken_back(published, people, factories.people.organiser(), at=AT)

    found = files(edition)

    assert "dicabut dari Kabupaten Lombok Timur" in found["hasil/kabkota/2/index.html"].decode()
    assert "sudah dikoreksi" in found["hasil/kabkota/1/index.html"].decode()
    code, said = verified(unfold(found, tmp_path / "berkas"), "--public-key", published.public_key)
    assert code == 0, said
    assert said.count("computed: 3 entries") == 2


def test_files_when_a_result_is_not_public_then_hold_nothing_of_it(people):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    publication = factories.final(made, organiser=people.organiser, second=factories.people.organiser())

    before = files(made.edition)
    publish_publication(publication=publication, actor=people.organiser, at=AT)

    assert not any(b"Lombok" in content or publication.digest.encode() in content for content in before.values())
    assert "hasil/kabkota/1/hasil.json" in files(made.edition)


def test_page_when_nobody_wrote_the_file_then_starts_it_and_then_sends_it(client, edition):
    where = reverse("edition-files", args=[edition.code])

    first = client.get(where)
    write_files_of_edition(edition.code, StillProgress())
    second = client.get(where)

    assert first.status_code == 202
    assert Job.objects.filter(kind=EDITION_FILES_JOB).count() == 1
    assert second["Content-Type"] == "application/zip"
    assert "verify.py" in zipfile.ZipFile(io.BytesIO(b"".join(second.streaming_content))).namelist()


def test_page_when_nothing_is_public_then_there_is_none(client, people):
    made = factories.contest()

    assert client.get(reverse("edition-files", args=[made.edition.code])).status_code == 404
    assert "Belum ada hasil" in client.get(reverse("ten-minutes")).content.decode()
    assert not Job.objects.filter(kind=EDITION_FILES_JOB).exists()


def test_command_then_writes_the_folder_and_never_into_a_full_one(edition, tmp_path):
    call_command("edition_files", edition.code, str(tmp_path / "keluar"), stdout=io.StringIO())

    assert sorted(os.listdir(tmp_path / "keluar"))[0] == "SHA256SUMS"
    with pytest.raises(CommandError, match="tidak kosong"):
        call_command("edition_files", edition.code, str(tmp_path / "keluar"))
    with pytest.raises(CommandError, match="tidak ada"):
        call_command("edition_files", "1999", str(tmp_path / "lain"))
