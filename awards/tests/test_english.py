"""Whoever reads English meets no Indonesian of ours: every page of the product and every list of the panel is read.

The pages are those of `awards/tests/browser/pages.py`, which leaves no address out (a test beside it holds that).
"""

import csv
import json
import re
import tomllib
from contextlib import suppress
from functools import lru_cache
from html.parser import HTMLParser
from io import BytesIO, StringIO

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.admin.utils import quote
from django.core.cache import cache
from django.db import models
from django.test import Client, override_settings
from django.urls import reverse
from openpyxl import load_workbook

from awards.rulebooks.models import Rulebook
from awards.runs.models import ScoreRun
from awards.runs.services.robustness import compute_robustness
from awards.tests.browser.pages import PAGES
from awards.tests.browser.scene import clear, play
from awards.tests.factories import runs

# Once: the other database answers with the same pages, as the tests of the views show there.
pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]

DRAWS = 50
STOP_WORDS = re.compile(
    r"\b(?:adalah|akan|atau|belum|bila|bobot|dalam|dan|dapat|dari|dengan|hanya|ini|itu|juknis|juri|karena|kategori"
    r"|kembali|kriteria|lebih|masih|nilai|nomor|oleh|pada|pengumuman|perhitungan|peringkat|peserta|sampai|sebelum"
    r"|semua|setelah|setiap|sudah|tahun|tanggal|tanpa|telah|tidak|untuk|wilayah|yang)\b",
    re.IGNORECASE,
)
PLACE = re.compile(r"%\(\w+\)(?:\.\d+)?[sdf]|\{\w+(?::\w+)?\}")
SILENT = {"script", "style", "template", "pre", "textarea", "code"}
SPOKEN = ("title", "aria-label", "alt", "placeholder", "data-label")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# What the product writes itself, or what an edition may say in English too.
OURS = {
    "Edition", "EditionLabel", "Zone", "Category", "Slot", "Prize", "Rulebook", "Job", "AuditEntry", "NodeScore",
    "RunScore", "RunGroup", "RunRobustness", "ScoreRun", "WhatIfPlace", "ImportProblem", "ImportBatch", "OutgoingMail",
    "Session", "ContentType", "Permission", "LogEntry",
}  # fmt: skip


class Told(HTMLParser):
    """What a page says in the language of the page: an element with `lang="id"` shows somebody's own words."""

    def __init__(self):
        super().__init__()
        self.open, self.said = [], []

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        hidden = tag in SILENT or held.get("lang") == "id"
        if not hidden and not any(self.open):
            self.said += [held[name] for name in SPOKEN if held.get(name)]
        if tag not in VOID:
            self.open.append(hidden)

    def handle_endtag(self, tag):
        if tag not in VOID and self.open:
            self.open.pop()

    def handle_data(self, data):
        if data.strip() and not any(self.open):
            self.said.append(data)


def told(page):
    reader = Told()
    reader.feed(page)
    return [" ".join(one.split()) for one in reader.said]


@lru_cache(maxsize=1)
def catalogue():
    """Return what the product says in English, and what it says otherwise in Indonesian: whole, and as patterns."""
    with (settings.BASE_DIR / "locale/en/LC_MESSAGES/django.po").open("rb") as stream:
        entries = [one for one in read_po(stream) if one.id]
    pairs = [
        (" ".join(source.split()), [" ".join(text.split()) for text in texts])
        for one in entries
        for texts in [one.string if isinstance(one.string, tuple | list) else [one.string]]
        for source in (one.id if isinstance(one.id, tuple | list) else [one.id])
    ]
    english = {text for _source, texts in pairs for text in texts}
    others = [source for source, _texts in pairs if source not in english]
    whole = {source for source in others if not PLACE.search(source)}
    patterns = []
    for source in (source for source in others if PLACE.search(source)):
        fixed = PLACE.split(source)
        if sum(len(re.findall("[A-Za-z]{2,}", part)) for part in fixed) >= 2:
            patterns.append((max(fixed, key=len), re.compile(".+?".join(map(re.escape, fixed)))))
    return english, whole, patterns


def strings(value):
    if isinstance(value, str):
        yield " ".join(value.split())
        if value[:1] in ("[", "{"):  # a register of regulations is kept as text
            with suppress(ValueError):
                yield from strings(json.loads(value))
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def without_english(document):
    """Yield the words of a rulebook that have no place for English: titles of sources, names of files."""
    if isinstance(document, dict):
        for key, value in document.items():
            if isinstance(value, str) and f"{key}_en" not in document:
                yield " ".join(value.split())
            yield from without_english(value)
    elif isinstance(document, list):
        for one in document:
            yield from without_english(one)


def written_by_others():
    """What offices, jurors and official sources wrote: it stays as it was written."""
    found = set()
    for model in apps.get_models():
        kinds = (models.CharField, models.TextField, models.JSONField)
        names = [one.name for one in model._meta.concrete_fields if isinstance(one, kinds)]
        if names and model.__name__ not in OURS:
            for row in model._default_manager.values_list(*names):
                found.update(text for value in row for text in strings(value))
    for text in Rulebook.objects.values_list("text", flat=True):
        found.update(without_english(tomllib.loads(text)))
    return found


class Reader:
    """Finds Indonesian of ours in what a page says."""

    def __init__(self, others):
        self.others = others
        self.english, self.whole, self.patterns = catalogue()
        telling = [text for text in others if re.search(r"\W", text) and len(text) > 7 and STOP_WORDS.search(text)]
        self.parts = sorted([*telling, *filter(STOP_WORDS.search, self.english)], key=len, reverse=True)
        self.known = {}

    def is_indonesian(self, said):
        if said not in self.known:
            self.known[said] = self._is_indonesian(said)
        return self.known[said]

    def _is_indonesian(self, said):
        if {said, said[:1].lower() + said[1:]} & self.others or said in self.english:
            return False
        if said in self.whole or any(part in said and one.fullmatch(said) for part, one in self.patterns):
            return True
        left = said
        if STOP_WORDS.search(left):
            for words in self.parts:
                if words in left:
                    left = left.replace(words, " ")
        return STOP_WORDS.search(left) is not None

    def found_in(self, page):
        return [said for said in told(page) if self.is_indonesian(said)]


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker, tmp_path_factory):
    """Play the demo once, outside any transaction, and leave an empty database behind."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("scene")):
        played = play()
        run = ScoreRun.objects.get(category=played.categories["kementerian"])
        compute_robustness(run_id=run.pk, at=runs.AT, report=lambda *_step: None, draws=DRAWS)
        yield played
        clear()


@pytest.fixture(scope="module")
def reader(scene, django_db_blocker):
    with django_db_blocker.unblock():
        return Reader(written_by_others())


def signed_in(scene, person):
    cache.clear()
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    if person:
        client.force_login(scene.people[person])
    return client


def english_page(client, address):
    response = client.get(address)
    if response.streaming or "text/html" not in response.headers.get("Content-Type", ""):
        return response.status_code, ""
    page = response.content.decode()
    assert not page or '<html lang="en' in page, address
    return response.status_code, page


def test_pages_when_english_is_read_then_nothing_of_ours_is_indonesian(scene, reader):
    clients = {person: signed_in(scene, person) for person in {shown.person for shown in PAGES}}
    found, read = {}, 0

    for shown in PAGES:
        status, page = english_page(clients[shown.person], shown.address(scene))
        assert status in (shown.status, 302), shown.name
        read += bool(page)
        for said in reader.found_in(page):
            found.setdefault(said, shown.name)

    assert read > 100
    assert found == {}


@pytest.mark.deep
def test_panel_when_english_is_read_then_nothing_of_ours_is_indonesian(scene, reader):
    client, found, read = signed_in(scene, "panitia"), {}, 0

    for model in admin.site._registry:
        row = model._default_manager.order_by("-pk").first()
        names = ["changelist", "add", *(["change"] if row else [])]
        for name in names:
            status, page = english_page(
                client, reverse(admin_urlname(model._meta, name), args=[quote(row.pk)] if name == "change" else [])
            )
            read += status == 200 and bool(page)
            for said in reader.found_in(page):
                found.setdefault(said, f"{model._meta.label} {name}")

    assert read > 60
    assert found == {}


def cells(body):
    """Return the texts of a workbook or a CSV file, each once, without formulas and the text of the rulebook."""
    if body.startswith(b"PK"):
        book = load_workbook(BytesIO(body), read_only=True)
        rows = [row for sheet in book.worksheets for row in ([sheet.title], *sheet.iter_rows(values_only=True))]
        rows = [row for row in rows if not str(row[0]).startswith("Rulebook, line ")]
    else:
        rows = list(csv.reader(StringIO(body.decode("utf-8-sig"))))
    texts = [" ".join(cell.split()) for row in rows for cell in row if isinstance(cell, str) and cell[:1] != "="]
    return list(dict.fromkeys(texts))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_files_when_english_is_read_then_nothing_of_ours_is_indonesian(scene, reader, kind):
    ntb, run = scene.categories["kabkota-ntb"], scene.categories["kementerian"].runs.get()
    files = [
        ("", reverse("ranking-export", args=[ntb.edition.code, ntb.code, kind])),
        ("panitia", reverse("run-export", args=[run.public_id, kind])),
        ("panitia", reverse("what-if-export", args=[scene.extras.trial.pk, kind])),
    ]

    found = {}
    for person, address in files:
        response = signed_in(scene, person).get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        read = cells(body)
        assert len(read) > 10, address
        found |= {text: address for text in read if reader.is_indonesian(text)}

    assert found == {}


@pytest.mark.parametrize(
    "planted",
    [
        pytest.param("Pekerjaan selesai.", id="a sentence of the catalogue"),
        pytest.param("Peringkat", id="a word of the catalogue"),
        pytest.param("Isian dikirim 3 menit lalu untuk 52.03", id="a sentence of no catalogue"),
        pytest.param("Perhitungan 7: East Lombok", id="a sentence with values"),
    ],
)
def test_reader_when_something_indonesian_is_planted_then_finds_it(reader, planted):
    page = f'<html lang="en"><p title="Done">Saved.</p><p>{planted}</p><p lang="id">{planted}</p></html>'

    assert reader.found_in(page) == [planted]


def test_reader_when_an_office_wrote_it_then_lets_it_stand(reader):
    written = next(text for text in reader.others if " " in text and STOP_WORDS.search(text))

    assert reader.found_in(f"<p>{written}</p><p>Objection: {written}</p>") == []
