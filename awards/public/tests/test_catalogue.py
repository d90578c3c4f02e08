"""The catalogue, the data package, the feed and the map, read back by the rules of their specifications.

The readers here are ours and small: each knows what its specification demands, and nothing of how the files are made.
"""

import csv
import io
import json
import re
from decimal import Decimal

import pytest
from defusedxml import ElementTree
from django.urls import reverse

from awards.tests.factories import runs as factories
from paritrana.tests.open_data import page_tables

pytestmark = pytest.mark.django_db
XSD = "http://www.w3.org/2001/XMLSchema#"
DCAT, DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# What DCAT-AP 3 marks as mandatory, and how often it may stand.
MANDATORY = {
    f"{DCAT}Catalog": {f"{DCT}title", f"{DCT}description", f"{DCT}publisher", f"{DCAT}dataset"},
    f"{DCAT}Dataset": {f"{DCT}title", f"{DCT}description"},
    f"{DCAT}Distribution": {f"{DCAT}accessURL"},
}
RESOURCES = {f"{DCAT}accessURL", f"{DCAT}downloadURL", f"{DCAT}mediaType", f"{DCAT}landingPage"}
RESOURCE_NAME = re.compile(r"[a-z0-9._-]+")
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


def body_of(response):
    assert response.status_code == 200
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def expanded(node, context):
    """Expand compact JSON-LD by its context: terms become IRIs; a prefix nobody declared is a fault."""
    if isinstance(node, list):
        return [expanded(one, context) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        _iri(key, context): _iri(value, context) if key == "@type" else expanded(value, context)
        for key, value in node.items()
        if key != "@context"
    }


def _iri(term, context):
    if term.startswith("@"):
        return term
    prefix, _, name = term.partition(":")
    return f"{context[prefix]}{name}"


def nodes(node):
    if isinstance(node, list):
        for one in node:
            yield from nodes(one)
    elif isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)


@pytest.fixture
def catalogue(client, filled):
    response = client.get(reverse("catalogue"))
    assert response["Content-Type"] == "application/ld+json"
    found = json.loads(body_of(response))
    return expanded(found, found["@context"])


def test_catalogue_when_read_by_the_rules_then_nothing_mandatory_is_absent(catalogue):
    typed = [node for node in nodes(catalogue) if node.get("@type") in MANDATORY]

    absent = [(node["@type"], MANDATORY[node["@type"]] - node.keys()) for node in typed]

    assert {kind for kind, _missing in absent} == set(MANDATORY)
    assert [one for one in absent if one[1]] == []
    assert [(node, key) for node in typed for key in RESOURCES & node.keys() if set(node[key]) != {"@id"}] == []
    identifiers = [node["@id"] for node in typed if node["@type"] == f"{DCAT}Dataset"]
    assert len(identifiers) == len(set(identifiers)) > 10


def test_catalogue_when_its_addresses_are_opened_then_each_answers_what_it_says(client, catalogue):
    faults = []
    for node in nodes(catalogue):
        if node.get("@type") == f"{DCAT}Distribution":
            response = client.get(node[f"{DCAT}downloadURL"]["@id"].removeprefix("http://testserver"))
            promised = node[f"{DCAT}mediaType"]["@id"].rsplit("media-types/", 1)[1]
            if response.status_code != 200 or not response["Content-Type"].startswith(promised):
                faults.append((node[f"{DCAT}downloadURL"]["@id"], response.status_code))

    assert faults == []


def test_catalogue_when_dated_then_each_date_has_the_type_of_its_length(catalogue):
    dates = [node[f"{DCT}modified"] for node in nodes(catalogue) if f"{DCT}modified" in node]
    lengths = {f"{XSD}gYear": 4, f"{XSD}gYearMonth": 7, f"{XSD}date": 10}

    assert dates
    assert [one for one in dates if len(one["@value"]) != lengths.get(one["@type"])] == []


def test_data_package_when_read_by_the_rules_then_every_cell_is_of_its_field(client, filled):
    package = json.loads(body_of(client.get(reverse("data-package"))))
    names, faults = [one["name"] for one in package["resources"]], []
    for resource in package["resources"]:
        text = body_of(client.get(resource["path"].removeprefix("http://testserver")))
        head, *rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=resource["dialect"]["delimiter"]))
        fields = resource["schema"]["fields"]
        if head != [field["name"] for field in fields]:
            faults.append((resource["name"], head))
        faults += [
            (resource["name"], field["name"], cell)
            for row in rows
            for field, cell in zip(fields, row, strict=True)
            if field["type"] == "number" and cell not in resource["schema"]["missingValues"]
            if not NUMBER.fullmatch(cell)
        ]

    assert faults == []
    assert len(names) == len(set(names)) > 10
    assert [name for name in names if not RESOURCE_NAME.fullmatch(name)] == []


def test_data_package_when_its_ranking_is_read_then_scores_are_those_of_the_page(client, filled):
    where = [filled.category.edition.code, filled.category.code]
    package = json.loads(body_of(client.get(reverse("data-package"))))
    resource = next(one for one in package["resources"] if one["name"].endswith("-ranking"))

    rows = csv.DictReader(io.StringIO(body_of(client.get(resource["path"].removeprefix("http://testserver")))))

    printed = page_tables(client.get(reverse("ranking", args=where))).rows["ranking"]
    assert [f"{Decimal(row['score']):f}".replace(".", ",") for row in rows] == [row["score"] for row in printed]


@pytest.mark.parametrize("name", ["catalogue", "data-package", "feed", "sitemap", "open-data"])
def test_lists_when_a_result_is_not_out_yet_then_do_not_know_it(client, people, name):
    made = factories.contest()
    factories.applied(made, actor=people.organiser, at=factories.AT)
    client.force_login(people.organiser)

    text = body_of(client.get(reverse(name)))

    assert reverse("ranking", args=[made.edition.code, made.code]).rstrip("/") + "." not in text
    assert f"/pengumuman/{1}" not in text
    assert made.name not in text


def test_feed_when_a_result_is_out_then_its_entry_has_what_atom_demands(client, filled):
    response = client.get(reverse("feed"))
    root = ElementTree.fromstring(body_of(response))
    (entry,) = root.findall(f"{ATOM}entry")

    assert response["Content-Type"].startswith("application/atom+xml")
    assert [root.find(f"{ATOM}{part}") is not None for part in ("id", "title", "updated", "author")] == [True] * 4
    assert [entry.find(f"{ATOM}{part}").text != "" for part in ("id", "title", "updated")] == [True] * 3
    address = entry.find(f"{ATOM}link").get("href").removeprefix("http://testserver")
    assert client.get(address).status_code == 200


def test_sitemap_when_read_then_every_page_in_it_answers(client, filled):
    response = client.get(reverse("sitemap"))
    root = ElementTree.fromstring(body_of(response))
    addresses = [one.text.removeprefix("http://testserver") for one in root.iter(f"{MAP}loc")]

    assert response["Content-Type"] == "application/xml"
    assert reverse("ranking", args=[filled.category.edition.code, filled.category.code]) in addresses
    assert len(addresses) == len(set(addresses))
    assert [address for address in addresses if client.get(address).status_code != 200] == []


def test_robots_when_asked_then_names_the_map_and_no_panel(client):
    lines = body_of(client.get("/robots.txt")).splitlines()

    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Disallow: /panel/" in lines
