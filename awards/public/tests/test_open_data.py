"""Every public page is also data: what it prints is what its CSV, its JSON and its Excel file hold, digit for digit."""

import csv
import io
import json
from decimal import Decimal
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import translation

from awards.tests.browser.elsewhere import names
from awards.tests.factories import runs as factories
from ministries.tests.factories import MinistryFactory
from paritrana.pages.open_tables import CellKind
from paritrana.pages.templatetags import formats
from paritrana.pages.templatetags.tables import printed
from paritrana.tests.open_data import page_tables
from regions.tests.factories import (
    RegencyFactory,
    WorkforceFigureFactory,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ("id", "en")
PROSE = (formats.number, formats.prose, formats.rupiah_prose, formats.percent, formats.rupiah)


def open_addresses(publication):
    """Every public page that has tables, with filters where it takes some."""
    category = publication.category
    where = [category.edition.code, category.code]
    first, second, third = (entry.public_id for entry in category.entries.order_by("name")[:3])
    pair = urlencode({"a": first, "b": second})
    numbered = [*where, publication.number]
    return [
        reverse("home"),
        reverse("regions"),
        reverse("regions") + "?tingkat=regency&provinsi=52",
        reverse("region", args=["52"]),
        reverse("region", args=["52.09"]),
        reverse("ministries"),
        reverse("ministries") + "?q=uji",
        reverse("ministry", args=["kementerian-uji"]),
        reverse("employers"),
        reverse("credits"),
        reverse("personal-data"),
        reverse("open-data"),
        reverse("editions"),
        reverse("edition", args=where[:1]),
        reverse("ranking", args=where),
        reverse("ranking", args=where) + "?q=lombok",
        reverse("entry-score", args=[*where, first]),
        reverse("compare", args=where) + f"?{pair}",
        reverse("compare", args=where) + f"?{pair}&lain={third}",
        reverse("rulebook", args=where),
        reverse("numbered-ranking", args=numbered),
        reverse("numbered-entry-score", args=[*numbered, first]),
        reverse("numbered-compare", args=numbered) + f"?{pair}",
        reverse("numbered-rulebook", args=numbered),
        reverse("method"),
    ]


def file_of(address, kind, **asked):
    """Return where the files of a page are: at its own address."""
    path, query = urlsplit(address).path, urlsplit(address).query
    stem = path.rstrip("/") or "/capaian"
    joined = "&".join(filter(None, (query, urlencode(asked))))
    return f"{stem}.{kind}?{joined}" if joined else f"{stem}.{kind}"


def body_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8-sig")


def csv_rows(client, address, table, **asked):
    text = body_of(client, file_of(address, "csv", tabel=table, kolom="pendek", **asked))
    return list(csv.DictReader(io.StringIO(text)))


def said(cell, kind, printed_text):
    """Return what a page prints of a CSV cell: the same digits, in the reader's language."""
    if kind in (CellKind.NUMBER, CellKind.RUPIAH):
        value = Decimal(cell) if _is_number(cell) else cell or None
        if printed_text.startswith("+"):
            return formats.signed(value)
        return printed(value, CellKind(kind))
    if kind == CellKind.YES:
        return printed(cell == formats._("ya"), CellKind.YES)
    return printed(cell, CellKind(kind))


def _is_number(text):
    return text.lstrip("-").replace(".", "", 1).isdigit()


def faults_of_page(client, address):
    """Compare each table of a page with its CSV, its JSON and its declared columns."""
    page, faults = page_tables(client.get(address)), []
    described = {one["name"]: one for one in json.loads(body_of(client, file_of(address, "metadata.json")))["tables"]}
    whole = json.loads(body_of(client, file_of(address, "json")), parse_float=Decimal)
    in_json = {one["name"]: one["rows"] for one in whole["tables"]}
    if page.undeclared:
        faults.append(f"{address}: {page.undeclared} tables are not declared")
    if not described or set(page.rows) - set(described) or set(in_json) != set(described):
        faults.append(
            f"{address}: {sorted(page.rows)} printed, {sorted(described)} declared, {sorted(in_json)} in JSON"
        )
    for name in described:
        kinds = {column["name"]: column["kind"] for column in described[name]["columns"]}
        rows = csv_rows(client, address, name)
        if [list(row) for row in rows] != [list(kinds)] * len(rows) or len(rows) != len(in_json[name]):
            faults.append(f"{address} {name}: columns or rows of CSV and JSON differ")
        for row, other in zip(rows, in_json[name], strict=False):
            faults += [
                f"{address} {name}.{column}: CSV {row[column]!r}, JSON {value!r}"
                for column, value in other.items()
                if row[column] != _as_csv(value)
            ]
        if name in page.rows:
            shown = rows if "page=" in address else csv_rows(client, address, name, page=1)
            faults += _faults_of_print(address, name, page.rows[name], shown, kinds)
        for empty in ("definition", "source", "licence", "changes_next"):
            if not described[name][empty]:
                faults.append(f"{address} {name}: no {empty}")
    for table, key, column, text in page.facts:
        rows = csv_rows(client, address, table)
        row = rows[0] if key == "-" else next(one for one in rows if key in (one.get("key"), *list(one.values())[:1]))
        value = Decimal(row[column]) if _is_number(row[column]) else None
        if text not in [" ".join(write(value).split()) for write in PROSE]:
            faults.append(f"{address} fact {table}.{key}.{column}: {text!r} of {row[column]!r}")
    return faults


def _faults_of_print(address, name, shown, rows, kinds):
    if len(shown) != len(rows):
        return [f"{address} {name}: {len(shown)} rows printed, {len(rows)} in the CSV"]
    return [
        f"{address} {name}.{column}: printed {text!r}, CSV {row[column]!r}"
        for cells, row in zip(shown, rows, strict=True)
        for column, text in cells.items()
        if text != " ".join(said(row[column], kinds[column], text).split())
    ]


def _as_csv(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return formats._("ya") if value else ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_when_crawled_then_page_csv_and_json_say_the_same_to_the_digit(client, filled, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    with translation.override(language):
        faults = [fault for address in open_addresses(filled) for fault in faults_of_page(client, address)]

    assert faults == []


def test_pages_when_counted_then_the_crawl_knows_every_one_that_has_files(filled):
    crawled = {resolve(urlsplit(address).path).view_name for address in open_addresses(filled)}

    every = set(names())
    assert crawled == {name.removesuffix("-data") for name in every if name.removesuffix("-data") in every - {name}}


def test_excel_file_when_opened_in_indonesian_then_decimals_have_commas_and_codes_stay_text(client, filled):
    text = body_of(client, file_of("/daerah/52/", "excel-indonesia.csv", tabel="place", kolom="pendek"))

    assert text.splitlines()[0] == "region;code;bps_code;level;population;area;source"
    row = next(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert (row["code"], row["population"], row["area"]) == ('="52"', "5560000", "19675,892")


def test_excel_file_when_downloaded_then_its_name_says_what_it_is_for(client, filled):
    response = client.get("/daerah.excel-indonesia.csv")

    assert response["Content-Disposition"] == 'attachment; filename="daerah-regions-excel-indonesia.csv"'


def test_file_when_text_would_run_in_a_spreadsheet_then_it_is_disarmed(client):
    MinistryFactory(slug="jahat", name='=HYPERLINK("x")')

    rows = csv_rows(client, reverse("ministries"), "ministries")

    assert [row["ministry"] for row in rows] == ['\'=HYPERLINK("x")']


def test_list_when_paged_then_the_file_holds_all_rows_and_a_page_its_own(client):
    for number in range(45):
        RegencyFactory(code=f"61.{number:02}")

    whole = csv_rows(client, reverse("regions"), "regions", tingkat="regency")
    second = csv_rows(client, reverse("regions"), "regions", tingkat="regency", page=2)

    assert (len(whole), second) == (45, whole[40:])


def test_list_when_three_rows_are_in_the_file_then_takes_as_many_queries_as_one(client):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            body_of(client, "/daerah.csv")
        return len(counted)

    WorkforceFigureFactory(region__code="61")
    one = queries()
    for code in ("62", "63"):
        WorkforceFigureFactory(region__code=code)

    assert queries() == one


def test_file_when_its_table_is_unknown_then_there_is_none(client):
    assert client.get("/daerah.csv?tabel=rahasia").status_code == 404


@pytest.mark.parametrize("kind", ["csv", "json", "metadata.json", "excel-indonesia.csv"])
def test_files_of_a_result_when_it_is_not_out_yet_then_nobody_gets_them(client, people, kind):
    made = factories.contest()
    factories.applied(made, actor=people.organiser, at=factories.AT)
    where = [made.edition.code, made.code]
    entry = made.entries.first().public_id
    addresses = [
        reverse("ranking", args=where),
        reverse("entry-score", args=[*where, entry]),
        reverse("compare", args=where),
        reverse("numbered-ranking", args=[*where, 1]),
        reverse("numbered-entry-score", args=[*where, 1, entry]),
        reverse("numbered-compare", args=[*where, 1]),
        reverse("numbered-rulebook", args=[*where, 1]),
    ]

    for user in (None, people.organiser, people.entrant):
        if user:
            client.force_login(user)
        assert [client.get(file_of(address, kind)).status_code for address in addresses] == [404] * len(addresses)
