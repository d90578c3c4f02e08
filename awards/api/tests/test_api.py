"""The API: the pages' visibility rule, roles, tokens, and its own schema."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, settings
from rest_framework.test import APIClient
from schemathesis.specs.openapi.checks import negative_data_rejection

from awards.tests.factories import runs as factories
from paritrana.wsgi import application
from regions.tests.factories import RegencyFactory, RegionAliasFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def api():
    return APIClient()


@pytest.fixture
def publication(people):
    return factories.published_contest(people)


def address(name, *rest):
    return reverse(name, args=["2024", "kabkota", *rest])


def test_ranking_when_published_then_lists_ranks_and_scores_in_pages(api, publication):
    answer = api.get(address("api-ranking")).json()

    assert (answer["count"], answer["next"]) == (3, None)
    assert [(row["name"], row["rank"], row["score"], row["prizes"]) for row in answer["results"]] == [
        ("Kabupaten Lombok Timur", 1, "88.20", ["Juara 1"]),
        ("Kota Mataram", 2, "64.03", ["Juara 2"]),
        ("Kabupaten Lombok Barat", 3, "62.65", ["Juara 3"]),
    ]


def test_regions_when_looked_for_by_a_former_code_then_says_whose_it_was(api):
    RegencyFactory(code="52.03")
    RegionAliasFactory(written="91.01")

    answer = api.get(reverse("api-regions"), {"q": "91.01"}).json()

    assert [(row["code"], row["aliases"]) for row in answer["results"]] == [
        (
            "93.01",
            [
                {
                    "kind": "former_code",
                    "written": "91.01",
                    "valid_from": None,
                    "valid_until": "2022-07-25",
                    "source": "UU 14/2022",
                }
            ],
        )
    ]


def test_regions_when_three_have_aliases_then_take_as_many_queries_as_one(api):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            api.get(reverse("api-regions"))
        return len(counted)

    def former(code):
        RegionAliasFactory(written=f"Kabupaten Lama {code}", region=RegencyFactory(code=code), kind="former_name")

    former("61.01")
    one = queries()
    former("61.02")
    former("61.03")

    assert queries() == one


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_unknown_address_when_asked_in_any_way_then_machines_are_answered_in_their_own_form(method):
    answer = getattr(APIClient(enforce_csrf_checks=True), method)("/api/v1/tokens/%C2%8A/")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")


def test_result_when_published_then_carries_digests_and_signature(api, publication):
    answer = api.get(address("api-result")).json()

    assert answer["digest"] == publication.digest
    assert answer["signature"] == publication.signature
    assert answer["result_digest"] == publication.run.result_digest


def test_entry_score_when_published_then_lines_add_up_as_text(api, publication):
    entry = publication.category.entries.get(name="Kota Mataram")

    answer = api.get(address("api-entry-score", entry.public_id)).json()

    assert [line["amount"] for line in answer["lines"]] == ["45.13", "0.00", "7.20", "11.70", "0.00"]
    assert answer["score"] == "64.03"
    assert answer["criteria"][1]["sources"][0]["value"] == "90.25"


PUBLIC = ["api-result", "api-ranking"]


@pytest.mark.parametrize("role", ["nobody", "stranger", "entrant", "juror", "secretariat", "auditor", "organiser"])
def test_result_before_publication_is_404_for_every_role(api, people, role):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    if role != "nobody":
        api.force_authenticate(getattr(people, role))

    answers = [api.get(address(name)) for name in PUBLIC]
    answers.append(api.get(address("api-entry-score", made.entries.first().public_id)))
    unknown = api.get(reverse("api-ranking", args=["2024", "tidak-ada"]))

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.content for answer in answers} == {unknown.content}


@pytest.mark.parametrize(
    ("role", "status", "count"),
    [
        ("nobody", 401, None),
        ("stranger", 200, 0),
        ("entrant", 200, 0),
        ("juror", 200, 0),
        ("verifier", 200, 0),
        ("other_secretariat", 200, 0),
        ("secretariat", 200, 1),
        ("auditor", 200, 1),
        ("organiser", 200, 1),
    ],
)
def test_runs_are_listed_and_opened_by_role(api, people, role, status, count):
    run = factories.computed(factories.contest())
    if role != "nobody":
        api.force_authenticate(getattr(people, role))

    listed = api.get(reverse("api-runs"))
    opened = [api.get(reverse(name, args=[run.public_id])) for name in ("api-run", "api-run-scores", "api-run-inputs")]

    assert (listed.status_code, listed.json().get("count")) == (status, count)
    assert {answer.status_code for answer in opened} == {200 if count else 404 if role != "nobody" else 401}


@pytest.mark.parametrize("count", [1, 3], ids=["one entry", "three entries"])
def test_ranking_when_the_list_grows_then_asks_the_database_no_more(api, people, django_assert_num_queries, count):
    factories.published_contest(people, field=factories.FIELD[:count])

    with django_assert_num_queries(6):
        api.get(address("api-ranking"))


@pytest.mark.parametrize(
    ("role", "status"),
    [("nobody", 403), ("stranger", 403), ("entrant", 403), ("juror", 403), ("auditor", 201), ("organiser", 201)],
)
def test_token_is_issued_by_role_and_nothing_else(client, people, role, status):
    if role != "nobody":
        client.force_login(getattr(people, role))

    answer = client.post(reverse("api-tokens"))

    assert answer.status_code == status
    assert ("token" in answer.json()) == (status == 201)


def test_token_when_revoked_then_no_longer_opens_anything(client, api, people):
    run = factories.computed(factories.contest())
    client.force_login(people.auditor)
    made = client.post(reverse("api-tokens")).json()
    api.credentials(HTTP_AUTHORIZATION=f"Token {made['token']}")
    before = api.get(reverse("api-run", args=[run.public_id])).status_code

    client.delete(reverse("api-token", args=[made["key"]]))

    assert (before, api.get(reverse("api-run", args=[run.public_id])).status_code) == (200, 401)


def test_editions_categories_and_rules_when_sealed_then_are_public(api, people):
    made = factories.contest()

    editions = api.get(reverse("api-editions")).json()["results"]
    categories = api.get(reverse("api-categories", args=["2024"])).json()
    rules = api.get(address("api-rulebook")).json()

    assert [edition["code"] for edition in editions] == ["2024"]
    assert [(line["code"], line["published_at"]) for line in categories] == [("kabkota", None)]
    assert rules["digest"] == made.rulebooks.get().digest


@pytest.fixture
def lasting_connection(db):
    """The real WSGI application closes the connection after each request; here it is the test's own."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
schema.app = application


def test_schema_when_a_parameter_is_free_text_then_says_that_it_holds_no_nul():
    regions = schema.raw_schema["paths"]["/api/v1/regions/"]["get"]["parameters"]

    told = {one["name"]: one["schema"].get("pattern") for one in regions}
    assert (told["q"], told["parent"], told["level"]) == (r"^[^\u0000]*$", r"^[^\u0000]*$", None)


@pytest.mark.slow
@schema.include(method="GET").parametrize()
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_get_answers_as_the_schema_says(case, lasting_connection):
    case.call_and_validate(excluded_checks=[negative_data_rejection])
