"""What the comparison of pictures calls equal, and what it names."""

import gzip
import lzma
import sys
import tarfile
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

sys.path.append(str(Path(settings.BASE_DIR, ".ci")))
picture_sets = import_module("picture_sets")
picture_site = import_module("picture_site")


def write_set(folder, name, html="", colour="white", size=(20, 10)):
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.html").write_text(html)
    Image.new("RGB", size, colour).save(folder / f"{name}.png")
    return folder


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<ul><li>Satu</li><li>Dua</li></ul>", "<ul>\n  <li>\n    Satu\n  </li>\n  <li>Dua</li>\n</ul>\n"),
        ('<p class="a b" id="x">Isi</p>', '<p\n  id="x"\n  class="a  b">Isi</p>'),
        ('<p>Lihat <a href="/">daftar</a>.</p>', '<p>\n  Lihat\n  <a href="/">daftar</a>.\n</p>'),
        ("<p>Isi</p><!-- catatan -->", "<p>Isi</p>"),
        ("<script>\n  run();\n</script>", "<script>run();</script>"),
        (
            '<input name="csrfmiddlewaretoken" value="satu"><script nonce="a1" src="/static/a.0123456789ab.js">',
            '<input name="csrfmiddlewaretoken" value="dua"><script nonce="b2" src="/static/a.js">',
        ),
    ],
    ids=["layout", "attributes", "text around a link", "comment", "script", "what changes with each request"],
)
def test_normalised_when_only_the_layout_differs_then_equal(before, after):
    assert picture_sets.normalised(before) == picture_sets.normalised(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Satu</p>", "<p>Dua</p>"),
        ('<p>Lihat <a href="/">daftar</a>.</p>', '<p>Lihat<a href="/">daftar</a>.</p>'),
        ('<p><a href="/">daftar</a>.</p>', '<p><a href="/">daftar</a> .</p>'),
        ('<input value="a b">', '<input value="a  b">'),
        ("<pre>a\n b</pre>", "<pre>a\nb</pre>"),
        ("<textarea>a\n</textarea>", "<textarea>a</textarea>"),
        ('<p id="x">Isi</p>', "<p>Isi</p>"),
        ("<ul><li>Isi</li></ul>", "<li>Isi</li>"),
    ],
    ids=["words", "space before a link", "space after a link", "value", "pre", "textarea", "attribute", "element"],
)
def test_normalised_when_what_is_said_differs_then_different(before, after):
    assert picture_sets.normalised(before) != picture_sets.normalised(after)


def test_differences_when_sets_are_equal_then_none_and_nothing_is_written(tmp_path):
    before, after = (write_set(tmp_path / name, "home", "<p>\n</p>\n") for name in ("before", "after"))

    assert list(picture_sets.differences(before, after, tmp_path / "into")) == []
    assert not (tmp_path / "into").exists()


def test_differences_when_a_pixel_and_a_line_differ_then_names_and_shows_both(tmp_path):
    before = write_set(tmp_path / "before", "home", "<p>\nSatu\n</p>\n")
    after = write_set(tmp_path / "after", "home", "<p>\nDua\n</p>\n")
    picture = Image.new("RGB", (20, 10), "white")
    picture.putpixel((3, 4), (255, 255, 254))
    picture.save(after / "home.png")

    found = list(picture_sets.differences(before, after, tmp_path / "into"))

    assert found == ["home.html: 2 lines of HTML differ", "home.png: differs within (3, 4, 4, 5)"]
    with Image.open(tmp_path / "into" / "home.png") as sheet:
        place = 2 * (20 + picture_sets.GAP)
        assert (sheet.getpixel((place + 3, 4)), sheet.getpixel((place + 4, 4))) == ((0, 0, 0), (255, 255, 255))
    assert "-Satu\n+Dua" in (tmp_path / "into" / "home.diff").read_text()


def test_differences_when_a_page_grew_or_is_absent_then_says_so(tmp_path):
    before = write_set(tmp_path / "before", "home")
    after = write_set(tmp_path / "after", "home", size=(20, 12))
    write_set(after, "new")

    found = list(picture_sets.differences(before, after, tmp_path / "into"))

    assert found == [
        "home.png: 20 × 10 pixels became 20 × 12",
        f"new.html: only in {after}",
        f"new.png: only in {after}",
    ]


def test_differences_when_the_files_differ_but_no_pixel_does_then_none(tmp_path):
    before, after = (write_set(tmp_path / name, "home") for name in ("before", "after"))
    with Image.open(before / "home.png") as picture:
        picture.save(after / "home.png", compress_level=0)

    assert list(picture_sets.differences(before, after, tmp_path / "into")) == []


def test_chance_when_seeded_then_repeats_and_otherwise_stays_random():
    chance = picture_site.Chance()

    with chance.drawn_from("GET /"):
        first = chance(16)
    with chance.drawn_from("GET /"):
        second = chance(16)

    assert first == second
    assert chance(16) != chance(16)


@pytest.mark.parametrize(("suffix", "pack"), [("gz", gzip.compress), ("xz", lzma.compress)])
def test_unpack_when_an_installation_is_there_then_lays_out_its_database_and_files(suffix, pack, tmp_path):
    kept, folder = tmp_path / "kept", tmp_path / "var"
    kept.mkdir()
    folder.mkdir()
    (kept / f"paritrana.sqlite3.{suffix}").write_bytes(pack(b"database"))
    (tmp_path / "secret_key").write_text("kunci")
    with tarfile.open(kept / f"var.tar.{suffix}", f"w:{suffix}") as archive:
        archive.add(tmp_path / "secret_key", "secret_key")

    picture_site.unpack(kept, folder)

    assert (folder / "paritrana.sqlite3").read_bytes() == b"database"
    assert (folder / "secret_key").read_text() == "kunci"


def test_unpack_when_the_folder_holds_none_then_says_what_is_missing(tmp_path):
    with pytest.raises(SystemExit, match="holds no installation"):
        picture_site.unpack(tmp_path, tmp_path)
