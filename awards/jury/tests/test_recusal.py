"""A text names an entry by any of its names, with or without its kind, but not by another's."""

import pytest

from awards.jury.selectors.recusal import NOTHING_KEPT, Kept, kept_entries
from awards.tests.factories import jury as make

BANDUNG = Kept({}, frozenset({"kabupaten bandung"}))
BANK = Kept({}, frozenset({"bank ntb"}))


@pytest.mark.once
@pytest.mark.parametrize(
    ("kept", "text", "is_named"),
    [
        (BANDUNG, "Kabupaten Bandung naik.", True),
        (BANDUNG, "Kab. BANDUNG naik.", True),
        (BANDUNG, "Unggul atas Bandung.", True),
        (BANDUNG, "Kota Bandung naik.", False),
        (BANDUNG, "Kota Bandung di bawah Kabupaten Bandung.", True),
        (BANDUNG, "Bandungan dan Cibandung tetap.", False),
        (BANDUNG, "", False),
        (BANK, "PT. Bank NTB (Persero) naik.", True),
        (BANK, "Bank lain di NTB.", False),
        (NOTHING_KEPT, "Kabupaten Bandung naik.", False),
    ],
)
def test_named_in_then_by_whole_words_and_kind(kept, text, is_named):
    assert kept.named_in(text) is is_named


@pytest.mark.django_db
def test_kept_entries_then_by_the_name_of_entry_and_region():
    entry = make.entries(make.category(), 1)[0]
    type(entry).objects.filter(pk=entry.pk).update(name="Lombok Hebat")

    kept = kept_entries({entry.pk})

    assert kept.names == {"lombok hebat", "kabupaten contoh 01"}
    assert [kept.about(entry.pk, ""), kept.about(None, "Lombok Hebat!"), kept.about(None, "x")] == [True, True, False]
