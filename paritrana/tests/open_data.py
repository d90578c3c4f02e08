"""How tests read the declared tables of a page: what it prints, by table, row and column."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass
class PageTables(HTMLParser):
    """Tables by name, each a list of rows, each what `data-of` names; facts as (table, row, column, text)."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    facts: list[tuple[str, str, str, str]] = field(default_factory=list)
    undeclared: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[dict[str, str]] = []
        self._text: list[list[str]] = []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag in VOID:
            return
        self._open.append(
            {"tag": tag, **{name: value or "" for name, value in found.items() if name.startswith("data-")}}
        )
        here = self._open[-1]
        if tag == "table" and "data-table" not in here:
            self.undeclared += 1
        if "data-table" in here:
            self.rows.setdefault(here["data-table"], [])
        if self._table() and (("data-row" in here) or (tag == "tr" and self._is_within("tbody", "tfoot"))):
            self.rows[self._table()].append({})
        if "data-of" in here or "data-fact" in here:
            self._text.append([])

    def handle_startendtag(self, tag, attrs):
        del tag, attrs

    def handle_data(self, data):
        for held in self._text:
            held.append(data)

    def handle_endtag(self, tag):
        while self._open:
            closed = self._open.pop()
            if "data-of" in closed or "data-fact" in closed:
                self._keep(closed, " ".join("".join(self._text.pop()).split()))
            if closed["tag"] == tag:
                return

    def _keep(self, closed, text):
        if "data-of" in closed:
            self.rows[self._table()][-1][closed["data-of"]] = text
        if "data-fact" in closed:
            self.facts.append((*closed["data-fact"].split(" "), text))

    def _table(self):
        return next((one["data-table"] for one in reversed(self._open) if "data-table" in one), "")

    def _is_within(self, *tags):
        within = next((place for place in range(len(self._open) - 1, -1, -1) if "data-table" in self._open[place]), 0)
        return any(one["tag"] in tags for one in self._open[within:])


def page_tables(response) -> PageTables:
    parser = PageTables()
    parser.feed(response.content.decode())
    parser.rows = {name: [row for row in rows if row] for name, rows in parser.rows.items()}
    return parser
