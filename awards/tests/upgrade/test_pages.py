import pytest

from awards.tests.upgrade import pages

PAGE = """
<form action="/lain/"><input name="q" value="cari"></form>
<form method="post" action="/simpan/"><input name="nilai" value="7,5"><textarea name="alasan">Baik</textarea>
<input type="checkbox" name="setuju" value="1"><button name="aksi" value="simpan">Simpan</button></form>
<table><thead><tr><th>Peringkat</th></tr></thead>
<tbody><tr><td>1</td><th>Kabupaten
 <span>Sleman</span></th></tr></tbody><tfoot><tr><td>Jumlah</td></tr></tfoot></table>
<table><thead><tr><th>Kosong</th></tr></thead></table>
<a href="/edisi/#atas">Edisi</a><a href="https://example.com/">luar</a><a href="/edisi/">Edisi</a>
<a rel="next" href="?page=2">Berikutnya</a>
"""


def test_tables_when_some_hold_headings_only_then_rows_of_the_others():
    assert pages.tables(PAGE) == [[["1", "Kabupaten Sleman"], ["Jumlah"]]]


def test_form_with_when_several_forms_then_the_one_with_the_field_as_a_browser_sends_it():
    assert pages.form_with(PAGE, "nilai") == pages.Form("/simpan/", {"nilai": "7,5", "alasan": "Baik"})


def test_form_with_when_no_form_has_the_field_then_refused():
    with pytest.raises(LookupError, match="has a field tanggal"):
        pages.form_with(PAGE, "tanggal")


def test_links_when_an_address_stands_twice_then_once_and_only_those_of_the_site():
    assert pages.links(PAGE) == ["/edisi/"]


def test_following_when_a_list_goes_on_then_its_next_address():
    assert pages.following(PAGE, "/edisi/a/b/?page=1") == "/edisi/a/b/?page=2"
    assert pages.following("<p>satu halaman</p>", "/edisi/a/b/") is None
