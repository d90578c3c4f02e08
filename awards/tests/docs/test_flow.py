"""docs/flow.md shows the layers that import-linter checks, and every home."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs" / "flow.md").read_text(encoding="utf-8")
CONTRACTS = {
    contract["name"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}
SHOWN = {
    "apps": "Apps: awards above employers above regions and ministries above the floor",
    "floor": "Floor: wiring above pages, uploads, mail, jobs, accounts, audit, lib",
    "stages": "Stages: a later one reads earlier ones; rooms over all stages stand on top",
    "home": "Layers inside each home",
}


@pytest.mark.parametrize(("block", "name"), SHOWN.items(), ids=SHOWN)
def test_layers_when_shown_on_the_page_then_they_are_the_contract(block, name):
    shown = re.search(rf"```layers {block}\n(.*?)\n```", PAGE, re.DOTALL).group(1).split("\n")

    assert shown == CONTRACTS[name]["layers"]


def test_homes_when_listed_on_the_page_then_they_are_the_folders():
    lines = re.findall(r"^\| ((?:`[a-z_.]+/?`(?:, )?)+) \| (.*) \|$", PAGE.split("### The homes")[1], re.MULTILINE)
    shown = {name for names, _told in lines for name in re.findall(r"`([a-z_]+)/?`", names)}
    to_come = {
        name for names, told in lines if told.startswith("(to come)") for name in re.findall(r"`([a-z_]+)/", names)
    }

    ours = ROOT / "awards"
    folders = {path.parent.name for path in ours.glob("*/__init__.py")} - {"migrations", "tests", "templatetags"}

    assert shown - to_come == folders
    assert not to_come & folders


def test_contract_inside_homes_when_read_then_no_stage_or_room_is_left_out():
    held = {name.removeprefix("awards.") for name in CONTRACTS[SHOWN["home"]]["containers"]}
    # Small, or without layers.
    flat = {"engine", "paper", "sentences", "offline", "public", "api", "demo", "management"}
    folders = {path.parent.name for path in (ROOT / "awards").glob("*/__init__.py")}

    within = {"ceremony.papers"}  # a room below its stage, layered like a home

    assert held == (folders | within) - flat - {"migrations", "tests", "templatetags"}
