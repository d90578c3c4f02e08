"""The pages as one reads them: every link leads somewhere, every page is found, a long one begins with its contents."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
README = ROOT / "README.md"
DOCS = sorted((ROOT / "docs").rglob("*.md"))
PAGES = [*sorted(ROOT.glob("*.md")), ROOT / "benchmarks" / "README.md", *DOCS]
LONG = 150  # lines that one does not take in at a glance
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def name_of(document):
    return str(document.relative_to(ROOT))


def text_of(document):
    return FENCED.sub("", document.read_text("utf-8"))


def links_of(document):
    return [target for target in LINK.findall(text_of(document)) if not re.match(r"[a-z]+:", target)]


def headings_of(document):
    return re.findall(r"^(#+) (.+)$", text_of(document), re.MULTILINE)


def anchors_of(document):
    """Return the anchors that code hosts give to headings: letters, digits, hyphens for blanks, -1 for the second."""
    seen, anchors = Counter(), []
    for _level, heading in headings_of(document):
        anchor = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        anchors.append(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
        seen[anchor] += 1
    return anchors


def targets_of(document):
    """Pair every link with the file it leads to and the anchor in it."""
    for link in links_of(document):
        place, _, anchor = link.partition("#")
        yield link, (document.parent / place).resolve() if place else document, anchor


@pytest.mark.parametrize("document", PAGES, ids=name_of)
def test_links_of_a_page_when_followed_then_each_leads_somewhere(document):
    broken = [
        link
        for link, target, anchor in targets_of(document)
        if not target.exists() or (anchor and anchor not in anchors_of(target))
    ]

    assert broken == []


def test_pages_when_one_begins_at_the_readme_then_each_is_reached():
    reached, ahead = set(), [README]
    while ahead:
        document = ahead.pop()
        if document not in reached:
            reached.add(document)
            ahead += [target for _link, target, _anchor in targets_of(document) if target.suffix == ".md"]

    assert [name_of(document) for document in PAGES if document not in reached] == []


def test_links_of_the_readme_when_counted_then_no_page_is_linked_twice():
    targets = Counter(link for link in links_of(README))

    assert [target for target, times in targets.items() if times > 1] == []


def test_tables_of_the_readme_when_read_then_no_place_is_shown_twice():
    places = Counter(re.findall(r"^\| [^|]+ \| (`/[^`]+`(?: as `\w+`)?)[^|]*\|", text_of(README), re.MULTILINE))

    assert places
    assert [place for place, times in places.items() if times > 1] == []


@pytest.mark.parametrize(
    "document", [document for document in DOCS if document.read_text("utf-8").count("\n") > LONG], ids=name_of
)
def test_page_when_long_then_it_begins_with_a_list_of_its_parts(document):
    before = text_of(document).partition("\n## ")[0]
    parts = [
        anchor
        for (level, _heading), anchor in zip(headings_of(document), anchors_of(document), strict=True)
        if level == "##"
    ]

    listed = [link.removeprefix("#") for link in LINK.findall(before) if link.startswith("#")]

    assert [anchor for anchor in listed if anchor in parts] == parts


def test_decisions_when_listed_then_every_one_by_its_number_and_name():
    index = ROOT / "docs" / "adr" / "README.md"
    decisions = sorted(path for path in index.parent.glob("*.md") if path != index)

    listed = re.findall(r"^(\d+)\. \[([^\]]+)\]\(([^)]+)\)$", index.read_text("utf-8"), re.MULTILINE)

    assert [(f"# {number}. {title}", place) for number, title, place in listed] == [
        (path.read_text("utf-8").partition("\n")[0], path.name) for path in decisions
    ]
