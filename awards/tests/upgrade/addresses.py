"""Which addresses of an installation are worth remembering. Runs inside it, when its truth is recorded."""

import re
from itertools import chain
from typing import Any

from awards.tests.upgrade import pages
from awards.tests.upgrade.reading import Visitor, listed

RESULT = re.compile(r"/edisi/[\w-]+/[\w-]+/")
ENTRY = re.compile(r"/peserta/[\w-]+/$")
FEW_INPUTS = 30


def worth_remembering(left: dict[str, Any]) -> dict[str, list[str]]:
    """Return what anybody can read of each publication, and what the auditor can read of each run."""
    anybody, auditor = Visitor(), Visitor(left["sessions"]["auditor"])
    editions = [link for link in pages.links(_page(anybody, "/edisi/")) if re.fullmatch(r"/edisi/[\w-]+/", link)]
    results = [link for edition in editions for link in pages.links(_page(anybody, edition)) if RESULT.fullmatch(link)]
    return {
        "anybody": [
            "/api/v1/editions/",
            *(f"/api/v1/editions/{edition.split('/')[2]}/categories/" for edition in editions),
            *(
                address
                for result in results
                for address in _of_result(anybody, result)
                if address != left["workbook"]  # a worker writes it first
            ),
        ],
        "auditor": [
            "/api/v1/runs/",
            *chain.from_iterable(_of_run(auditor, run) for run in listed("/api/v1/runs/", auditor)),
        ],
    }


def _page(visitor: Visitor, address: str) -> str:
    return visitor.content(address).decode()


def _of_result(visitor: Visitor, result: str) -> list[str]:
    sheets, entries = _ranking(visitor, result)
    first, second = (entry.split("/")[-2] for entry in entries[:2])
    api = result.replace("/edisi/", "/api/v1/editions/")
    chosen = [*entries[:3], entries[len(entries) // 2], entries[-1]]
    return [
        *sheets,
        *dict.fromkeys(chosen),
        f"{result}banding/?a={first}&b={second}",
        f"{result}juknis.toml",
        *(f"{result}peringkat.{kind}" for kind in ("csv", "json", "xlsx")),
        api,
        f"{api}ranking/",
        f"{api}rulebook/",
        *(f"{api}entries/{entry.split('/')[-2]}/" for entry in entries[:2]),
    ]


def _of_run(visitor: Visitor, run: dict[str, Any]) -> list[str]:
    if not run["result_digest"]:
        return []
    address, api = f"/perhitungan/{run['id']}/", f"/api/v1/runs/{run['id']}/"
    sheets, entries = _ranking(visitor, address)
    return [
        *sheets,
        entries[0],
        entries[-1],
        f"{address}ketahanan/",
        f"{address}peringkat.csv",
        f"{address}peringkat.json",
        api,
        f"{api}scores/",
        *([f"{api}inputs/"] if run["entry_count"] <= FEW_INPUTS else []),
    ]


def _ranking(visitor: Visitor, address: str) -> tuple[list[str], list[str]]:
    """Return the pages of a ranking, and the addresses of its entries from the first to the last."""
    sheets: list[str] = []
    entries: list[str] = []
    following: str | None = address
    while following:
        page = _page(visitor, following)
        sheets.append(following)
        entries += [link for link in pages.links(page) if ENTRY.search(link)]
        following = pages.following(page, following)
    return sheets, entries
