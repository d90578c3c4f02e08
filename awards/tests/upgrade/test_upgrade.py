"""An installation of an earlier commit is migrated: what was decided in it stays, what was begun in it goes on.

Signed, printed and digested things are held to the letter; pages may gain columns and words (comparing.py). A run made
under a rule that was wrong may be marked beside its figures; it is never rewritten.
"""

import os
from collections import Counter

import pytest

from awards.tests.upgrade import comparing
from awards.tests.upgrade.installation import (
    FIXTURES,
    RestoreProgramMissingError,
    postgresql_installation,
    sqlite_installation,
)

pytestmark = pytest.mark.slow

COMMITS = sorted(place.name for place in FIXTURES.iterdir() if place.is_dir())
DATABASES = [
    pytest.param("sqlite", marks=pytest.mark.sqlite),
    pytest.param("postgresql", marks=[pytest.mark.services, pytest.mark.deep]),
]
WORDS_ONLY = "Catatan"
"""The sheet of a workbook that explains the others."""


@pytest.fixture(params=COMMITS)
def commit(request):
    return request.param


@pytest.fixture(params=DATABASES)
def installation(request, commit, tmp_path):
    fixture, folder = FIXTURES / commit / request.param, tmp_path / "var"
    if request.param == "sqlite":
        opened = sqlite_installation(fixture, folder)
    else:
        server_url, redis_url = os.environ["DATABASE_URL"], os.environ["REDIS_URL"]
        opened = postgresql_installation(fixture, folder, server_url=server_url, redis_url=redis_url)
    try:
        with opened as upgraded:
            upgraded.migrate()
            yield upgraded
    except RestoreProgramMissingError as missing:
        pytest.skip(str(missing))


def test_installation_after_an_upgrade_is_as_it_was_and_goes_on(installation):
    """Both in one installation, for setting one up takes longer than looking: what was decided, then what was begun."""
    _decided_things_are_as_they_were(installation)
    _begun_things_go_on(installation)


def _decided_things_are_as_they_were(installation):
    recorded = installation.recorded
    was = recorded["truth"]

    now = installation.inside("read", {"left": installation.left, "addresses": recorded["addresses"]})

    assert now["audit"][0], now["audit"][1]
    assert comparing.json_differences(was["runs"], now["runs"]) == []
    assert comparing.json_differences(was["publications"], now["publications"]) == []
    assert {proof["publication"]: proof["faults"] for proof in now["proofs"]} == dict.fromkeys(was["publications"], [])
    assert lost_rows(was["people"]["users"], now["people"]["users"]) == []
    assert lost_rows(was["people"]["roles"], now["people"]["roles"]) == []
    assert len(was["people"]["roles"]) == len(now["people"]["roles"])
    assert lost_rows(was["written"], now["written"]) == []
    assert {name: set(rooms) - set(now["rooms"][name]) for name, rooms in was["rooms"].items()} == dict.fromkeys(
        was["rooms"], set()
    )
    assert printed_differences(was["printed"], now["printed"]) == {}


def _begun_things_go_on(installation):
    was = installation.recorded["carried on"]

    with installation.worker():
        now = installation.inside("carry-on", {"left": installation.left})

    assert {topic: now[topic] for topic in was if topic not in ("audit", "workbook")} == {
        topic: came for topic, came in was.items() if topic not in ("audit", "workbook")
    }, installation.worker_log
    assert workbook_differences(was["workbook"], now["workbook"]) == []
    assert now["audit"][0], now["audit"][1]


def lost_rows(recorded, found):
    """Return the recorded rows that are not there any more, column by recorded column; new columns do not matter."""
    names = recorded[0].keys() | recorded[-1].keys()
    rest = Counter(tuple((name, row[name]) for name in sorted(names & row.keys())) for row in found)
    wanted = Counter(tuple((name, row[name]) for name in sorted(names & row.keys())) for row in recorded)
    return list((wanted - rest).elements())


def printed_differences(recorded, found):
    return {
        f"{reader} {address}": differences
        for reader, addresses in recorded.items()
        for address, was in addresses.items()
        if (differences := differences_at(address, was, found[reader][address]))
    }


def differences_at(address, was, now):
    if address.endswith(".xlsx"):
        return workbook_differences(was, now)
    if address.endswith(".csv"):
        return comparing.csv_differences(was, now)
    if address.endswith(".toml"):
        return [] if was == now else ["the sealed rulebook reads differently"]
    if address.startswith("/api/") or address.endswith(".json"):
        return comparing.json_differences(was, now)
    return comparing.table_differences(was, now)


def workbook_differences(was, now):
    return comparing.workbook_differences({name: cells for name, cells in was.items() if name != WORDS_ONLY}, now)
