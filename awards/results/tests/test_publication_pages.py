"""Published pages: what they show, to whom, and that nothing leaks before."""

import datetime
import re
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse

from awards.publication.services.moves import publish_publication
from awards.results.selectors.shown import shown_draft
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.tests.open_data import page_tables
from paritrana.tests.reading import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication(people):
    return factories.published_contest(people)


def address(name, *rest):
    return reverse(name, args=["2024", "kabkota", *rest])


def without_token(response):
    """Return a page without the form token, which differs on every page."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def every_address(publication):
    entry = publication.category.entries.first().public_id
    return [
        address("ranking"),
        address("ranking") + "?q=mataram",
        address("entry-score", entry),
        address("compare"),
        *(address("ranking-export", kind) for kind in ("xlsx", "csv", "json")),
    ]


def test_ranking_when_published_then_shows_ranks_scores_prizes_and_digest(client, publication):
    page = page_of(client.get(address("ranking")))

    assert [page.index(name) for name in ("Lombok Timur", "Kota Mataram", "Lombok Barat")] == sorted(
        page.index(name) for name in ("Lombok Timur", "Kota Mataram", "Lombok Barat")
    )
    for text in ("88,20", "64,03", "62,65", "Juara 1", "Bukan angka resmi.", publication.run.result_digest[:4]):
        assert text in page


def test_ranking_when_searched_then_keeps_the_rank_of_the_whole_field(client, publication):
    page = page_of(client.get(address("ranking"), {"q": "mataram"}))

    assert "Kota Mataram" in page
    assert "Lombok" not in page
    assert '<strong data-of="rank">2</strong>' in page


def test_entry_page_when_published_then_lines_add_up_and_name_their_sources(client, publication):
    entry = publication.category.entries.get(name="Kota Mataram")

    page = page_of(client.get(address("entry-score", entry.public_id)))

    for text in ("Mengapa 64,03?", "45,13", "18,90", "Pembulatan", "90,25", "diverifikasi", "Juri 1: "):
        assert text in page


def test_compare_when_two_are_chosen_then_says_why_in_lines_that_add_up(client, publication):
    first, second = (
        publication.category.entries.get(name=name).public_id for name in ("Kota Mataram", "Kabupaten Lombok Barat")
    )

    page = page_of(client.get(address("compare"), {"a": second, "b": first}))

    assert "Kota Mataram unggul 1,38 atas Kabupaten Lombok Barat" in page
    assert "Terutama karena " in page
    assert "Kabupaten Lombok Barat lebih baik pada " in page


def test_compare_when_three_are_chosen_then_each_stands_beside_the_next_and_all_in_one_table(client, publication):
    names = ("Kabupaten Lombok Barat", "Kabupaten Lombok Timur", "Kota Mataram")
    one, two, three = (publication.category.entries.get(name=name).public_id for name in names)

    response = client.get(address("compare"), {"a": one, "b": two, "lain": [three, "tidak-ada", ""]})

    page = page_of(response)
    assert "Kabupaten Lombok Timur di depan" in page
    assert "Kabupaten Lombok Timur unggul 24,17 atas Kota Mataram." in page
    assert "Kota Mataram unggul 1,38 atas Kabupaten Lombok Barat." in page
    rows = {row["part"]: row for row in page_tables(response).rows["compared"]}
    scores = [rows["Nilai akhir"][f"entrant_{place}"] for place in (1, 2, 3)]
    assert scores == ["88,20", "64,03", "62,65"]


def test_compare_when_the_same_is_named_twice_then_it_is_compared_with_nobody(client, publication):
    entry = publication.category.entries.first().public_id

    page = page_of(client.get(address("compare"), {"a": entry, "b": entry}))

    assert "Bandingkan dua sampai lima peserta" in page


@pytest.mark.parametrize("clock", ["prepared", "final", "embargoed"])
@pytest.mark.parametrize("role", ["nobody", "stranger", "entrant", "juror", "verifier", "secretariat", "organiser"])
def test_public_addresses_before_publication_are_404_and_equal_for_everybody(client, people, clock, role):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    later = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
    publication = (
        factories.prepare_publication(
            category=made, actor=people.organiser, at=AT, embargo_until=None, reason="", tie_decision=""
        )
        if clock == "prepared"
        else factories.final(made, organiser=people.organiser, second=factories.people.organiser(), embargo_until=later)
    )
    if clock == "embargoed":
        publish_publication(publication=publication, actor=people.organiser, at=AT)
    if role != "nobody":
        client.force_login(getattr(people, role))

    answers = {client.get(one).status_code for one in every_address(publication)}
    unknown = client.get(reverse("ranking", args=["2024", "tidak-ada"]))
    hidden = client.get(address("ranking"))

    assert answers == {404}
    assert without_token(hidden).replace("kabkota", "tidak-ada") == without_token(unknown)


def test_edition_page_before_publication_then_names_no_entrant_and_links_no_ranking(client, people):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)

    page = page_of(client.get(reverse("edition", args=["2024"])))

    assert "belum diumumkan" in page
    assert address("ranking") not in page.replace(address("rulebook"), "")
    assert "Mataram" not in page


def test_ranking_when_scores_are_closed_then_shows_ranks_without_any_score(client, people):
    factories.edition(is_scores_public=False)
    publication = factories.published_contest(people)
    entry = publication.category.entries.first()

    page = page_of(client.get(address("ranking")))
    table = client.get(address("ranking-export", "csv")).getvalue().decode()

    assert "Juara 1" in page
    for text in ("88,20", "64,03", ">Cakupan<", "/peserta/"):
        assert text not in page
    assert "88.20" not in table
    assert client.get(address("entry-score", entry.public_id)).status_code == 404
    assert client.get(address("compare")).status_code == 404


def test_entry_page_when_marks_are_closed_then_shows_no_single_mark(client, people):
    factories.edition(is_marks_public=False)
    publication = factories.published_contest(people)
    entry = publication.category.entries.first()

    page = page_of(client.get(address("entry-score", entry.public_id)))

    assert "Juri 1" not in page


def test_ranking_when_copy_still_holds_then_answers_304_to_strangers_only(client, publication, people):
    tag = client.get(address("ranking"))["ETag"]

    again = client.get(address("ranking"), headers={"If-None-Match": tag})
    searched = client.get(address("ranking") + "?q=a", headers={"If-None-Match": tag})
    client.force_login(people.stranger)
    signed_in = client.get(address("ranking"), headers={"If-None-Match": tag})

    assert (again.status_code, searched.status_code, signed_in.status_code) == (304, 200, 200)
    assert "private" in signed_in["Cache-Control"]


@pytest.mark.parametrize("count", [1, 3], ids=["one entry", "three entries"])
def test_ranking_when_the_list_grows_then_asks_the_database_no_more(client, people, django_assert_num_queries, count):
    factories.published_contest(people, field=factories.FIELD[:count])
    client.get(address("ranking"))

    with django_assert_num_queries(18):
        client.get(address("ranking"))


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("nobody", 302),
        ("stranger", 404),
        ("entrant", 404),
        ("verifier", 404),
        ("juror", 404),
        ("other_secretariat", 404),
        ("secretariat", 200),
        ("auditor", 200),
        ("organiser", 200),
    ],
)
def test_run_pages_before_publication_open_for_those_who_read_drafts(client, people, role, status):
    run = factories.computed(factories.contest())
    if role != "nobody":
        client.force_login(getattr(people, role))
    entry = run.category.entries.first().public_id

    answers = [
        client.get(reverse(name, args=[run.public_id, *rest])).status_code
        for name, *rest in (
            ("run",),
            ("run-entry", entry),
            ("run-compare",),
            ("run-rulebook",),
            ("run-export", "xlsx"),
            ("run-export", "csv"),
            ("run-export", "json"),
        )
    ]

    assert answers == [status] * 7


def test_rulebook_page_when_the_pool_can_be_joined_then_warns_with_the_reason(client, people):
    rules = factories.RULES.replace(
        'normalise = { kind = "goalposts", worst = 0, best = 100 }',
        'normalise = { kind = "min_max", reference = "mereka" }',
    )
    pool = '[[populations]]\ncode = "mereka"\nname = "Para peserta"\nkind = "field"\n\n[[panels]]'
    factories.published_contest(people, rules=rules.replace("[[panels]]", pool, 1))

    page = page_of(client.get(address("rulebook")))

    assert "Kriteria «Cakupan» dinilai terhadap kelompok yang bersaing sendiri (min_max)." in page
    assert "satu peserta titipan dapat mengubah pemenang" in page


def test_rulebook_page_when_sealed_then_reads_as_sentences(client, publication):
    page = page_of(client.get(address("rulebook")))

    for text in (
        "0 persen mendapat 0 dan 100 persen mendapat 100",
        "≥ 3 peraturan = 100; ≥ 1 peraturan = 50; kurang dari itu = 0",
        "Kepala daerah definitif = 100",
        "Keputusan Panitia, Pasal 4, hlm. 12",
        "Penentu nilai seri ke-1: Cakupan, lebih tinggi di depan.",
        "50 %",
    ):
        assert text in page
    assert client.get(address("rulebook-file")).content.decode() == factories.RULES


def test_pages_when_read_in_english_then_use_the_english_names_of_the_rulebook(client, publication):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    entry = publication.category.entries.first().public_id
    where = [address("rulebook"), address("ranking"), address("entry-score", entry)]
    pages = [client.get(page).content.decode() for page in where]

    for page in pages:
        assert ">Coverage<" in page
    assert ">Cakupan<" not in pages[0] + pages[1]
    assert "Tie-break 1: Coverage" in pages[0]


def test_api_page_then_carries_no_style_of_its_own_that_the_browser_would_refuse(client, db):
    page = page_of(client.get(reverse("api-docs")))

    assert "<style" not in page
    assert "swagger-ui" in page


@pytest.fixture
def uneven(people):
    """Weights whose contributions do not add up to the printed total of every entry."""
    rules = factories.RULES
    for was, weight in ((50, "33.3"), (20, "33.3"), (30, "33.4")):
        assert f"weight = {was}" in rules
        rules = rules.replace(f"weight = {was}", f"weight = {weight}")
    return factories.published_contest(people, rules=rules)


def test_ranking_when_aspects_do_not_add_up_then_prints_the_rounding_between_them(uneven, client):
    shown = shown_draft(uneven.run)
    lines = shown.lines(shown.rows.read(shown.rows.all()))

    parts = [[Decimal(amount) for amount in (*line.aspects, line.rounding)] for line in lines]
    assert [sum(amounts) for amounts in parts] == [Decimal(line.score) for line in lines]
    assert any(amounts[-1] for amounts in parts)
    assert 'data-label="Pembulatan"' in client.get(address("ranking")).content.decode()


def test_ranking_when_aspects_add_up_then_has_no_column_for_rounding(publication, client):
    assert 'data-label="Pembulatan"' not in client.get(address("ranking")).content.decode()
