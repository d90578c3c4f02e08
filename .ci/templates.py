"""The layout of the templates, so that people can read them and a change shows as what it is.

    python .ci/templates.py

One element a line: the tags that begin on a line belong to one element, which stands there with its text or spans lines
of its own. Where a space between two elements would be seen, the break goes inside a tag: `</strong`, then `></a>`.
No line is longer than 120 columns. What pages include is named for what it shows: `_name.html` beside its pages,
`parts/name.html` where several homes use it; a block's name stands in the table below with what it shows.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
SOURCES = ("paritrana", "regions", "ministries", "employers", "awards")
WIDTH = 120
BLOCKS = {
    "title": "the page's name in the browser's tab",
    "head": "style sheets and scripts of this page alone",
    "main_class": "the width and padding of the main part",
    "caveat": "the sentence that qualifies every figure of the page",
    "before_content": "what spans the page above the content",
    "content": "the page",
    "scripts": "scripts that run after the page is there",
    "team_nav": "the doors between a team's pages",
    "team": "a team's page below its name and doors",
    "jury": "a juror's page below the note of who is looking on",
    "steering": "a page of the organiser's desk",
    "sign": "the drawing beside the answer to a certificate's code",
    "word": "that answer in a word",
    "sentence": "that answer in a sentence",
    "told": "what is told of the certificate below the answer",
    "style": "where a page of an edition's files finds their style sheet",
    # Named by the packages whose pages are extended here.
    "head_title": "allauth: the page's name in the browser's tab",
    "extra_head": "allauth: style sheets and scripts of the page",
    "extra_body": "allauth: scripts after the page",
    "reauthenticate_content": "allauth: the ways to sign in once more",
    "extrastyle": "admin: style sheets of the page",
    "extrahead": "admin: scripts of the page",
}
# Words for a shape: what is shown in it stays open.
SHAPES = {
    *("area", "bar", "block", "body", "box", "card", "cell", "column", "content", "data", "element", "field", "figure"),
    *(
        "foot",
        "form",
        "head",
        "header",
        "inner",
        "item",
        "key",
        "line",
        "list",
        "main",
        "node",
        "page",
        "part",
        "piece",
    ),
    *("row", "section", "snippet", "stuff", "table", "top", "wrapper"),
}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
VERBATIM = {"pre", "script", "style", "textarea"}
DJANGO = r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"
TAG = re.compile(
    rf"""<(/?)([a-zA-Z][\w-]*)((?:{DJANGO}|"(?:{DJANGO}|[^"])*"|'(?:{DJANGO}|[^'])*'|[^<>"'])*)>""", re.DOTALL
)
TOKEN = re.compile(rf"{DJANGO}|{TAG.pattern}", re.DOTALL)
NAMED = re.compile(r"\{% block (\w+)")
INCLUDED = re.compile(r"""\{% include ["']([\w/.-]+)["']""")


def main() -> int:
    texts = {file.relative_to(TEMPLATES).as_posix(): file.read_text(encoding="utf-8") for file in files()}
    sources = "\n".join(file.read_text(encoding="utf-8") for place in SOURCES for file in (ROOT / place).rglob("*.py"))
    faults = [
        fault for name, text in texts.items() for fault in [*layout_faults(name, text), *block_faults(name, text)]
    ]
    faults += include_faults(texts, sources)
    print("\n".join(faults) if faults else f"Templates: {len(texts)}, one element a line, named for what they show.")
    return 1 if faults else 0


def files() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def layout_faults(name: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > WIDTH:
            yield f"{name}:{number}: {len(line)} columns, {WIDTH} are the most"
        if line != line.rstrip() or "\t" in line:
            yield f"{name}:{number}: a tab, or spaces at the end"
    elements: dict[int, dict[int, str]] = {}
    for number, element, tag in tags(text):
        elements.setdefault(number, {})[element] = tag
    for number, found in elements.items():
        if len(found) > 1:
            yield f"{name}:{number}: {' and '.join(f'<{tag}>' for tag in found.values())} on one line"


def tags(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the line on which each tag begins, a number for its element, and its name."""
    open_elements: list[tuple[str, int]] = []
    counter = 0
    position = 0
    while found := TOKEN.search(text, position):
        position = found.end()
        slash, tag, rest = found[1], (found[2] or "").lower(), found[3] or ""
        if not tag:
            continue
        number = text.count("\n", 0, found.start()) + 1
        counter += 1
        if slash:
            yield number, closed(open_elements, tag, counter), tag
            continue
        yield number, counter, tag
        if tag not in VOID and not rest.endswith("/"):
            open_elements.append((tag, counter))
        if tag in VERBATIM:
            position = text.lower().index(f"</{tag}", position)


def closed(open_elements: list[tuple[str, int]], tag: str, otherwise: int) -> int:
    """Return the element that an end tag closes; an end without a beginning in this file is one of its own."""
    for place in range(len(open_elements) - 1, -1, -1):
        name, element = open_elements[place]
        if name == tag:
            del open_elements[place:]
            return element
    return otherwise


def block_faults(name: str, text: str) -> Iterator[str]:
    for block in NAMED.findall(text):
        if block not in BLOCKS:
            yield f"{name}: block {block!r} is not in the table of .ci/templates.py with what it shows"


def include_faults(texts: Mapping[str, str], sources: str) -> Iterator[str]:
    uses = Counter(target for text in texts.values() for target in INCLUDED.findall(text))
    for target in sorted(uses):
        if target not in texts:
            yield f"{target}: included, but not there"
        elif not is_include(target):
            yield f"{target}: included, so its name begins with _ or it lies in parts/"
    for name in filter(is_include, texts):
        if not uses[name] and f'"{name}"' not in sources:
            yield f"{name}: included by no page"
        words = Path(name).stem.strip("_").split("_")
        if set(words) <= SHAPES:
            yield f"{name}: named for a shape, not for what it shows"


def is_include(name: str) -> bool:
    return Path(name).name.startswith("_") or name.startswith("parts/")


if __name__ == "__main__":
    sys.exit(main())
