"""What people type stays text: no header, no hidden character, no link."""

import pytest

from paritrana.lib.plain_text import one_line, paragraphs, unlinked


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("http://jahat.example/x", "http /jahat. example/x"),
        ("www.jahat.id", "www. jahat. id"),
        ("bit.ly/abc", "bit. ly/abc"),
        ("mailto:a@b.id", "mailto a@b. id"),
        ("javascript:alert(1)", "javascript alert(1)"),
        ("hxxp:\\\\jahat.id", "hxxp:/jahat. id"),
        ("jahat\u3002com", "jahat. com"),
        ("PT. Maju Jaya Tbk.", "PT. Maju Jaya Tbk."),
        ("1.234,5 orang pukul 09.00", "1.234,5 orang pukul 09.00"),
        ("Kab. Lombok Timur", "Kab. Lombok Timur"),
    ],
)
def test_unlinked_when_text_looks_like_an_address_then_is_none(typed, shown):
    assert unlinked(typed) == shown


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\ufeff", "\u2060", "\u00ad"])
def test_unlinked_when_a_hidden_character_splits_the_address_then_finds_it(hidden):
    assert unlinked(paragraphs(f"jahat{hidden}.com")) == "jahat. com"


@pytest.mark.parametrize("broken", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x00", "\x85"])
def test_one_line_when_text_has_line_breaks_then_has_none(broken):
    assert one_line(f"Perihal{broken}Bcc: x@example.id") == "Perihal Bcc: x@example.id"


def test_one_line_when_too_long_then_says_so():
    assert one_line("kata " * 50, limit=20) == "kata kata kata kata…"


def test_paragraphs_keep_lines_and_at_most_one_empty_one():
    assert paragraphs("  satu\t dua \r\n\r\n\r\n\r\ntiga ") == "satu dua\n\ntiga"
