"""What a page prints, without its wording around: the rows of its tables and the fields of its forms."""

from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import html

Row = list[str]


@dataclass(frozen=True)
class Form:
    """A form of a page as a browser would send it."""

    action: str
    fields: dict[str, str]


def tables(page: str) -> list[list[Row]]:
    """Return the rows of every table that are no headings, cell by cell, with white space made one."""
    if not page.strip():
        return []
    found = []
    for table in html.fromstring(page).iter("table"):
        lines = table.xpath(".//tr[not(ancestor::thead)]")
        rows = [[_text(cell) for cell in line.iterchildren("td", "th")] for line in lines]
        if rows:
            found.append(rows)
    return found


def form_with(page: str, field: str) -> Form:
    """Return the form that holds a field of that name."""
    for form in html.fromstring(page).forms:
        if field in form.inputs.keys():  # noqa: SIM118 - a mapping of lxml that iterates over elements
            filled = {name: str(value) for name, value in form.form_values() if name}
            return Form(action=form.action or "", fields=filled)
    raise LookupError(f"No form of this page has a field {field}.")


def links(page: str) -> list[str]:
    """Return the addresses on this site that a page leads to, in its order, each once."""
    if not page.strip():
        return []
    found = (address.split("#")[0] for address in html.fromstring(page).xpath("//a/@href"))
    return list(dict.fromkeys(address for address in found if address.startswith("/")))


def following(page: str, address: str) -> str | None:
    """Return the address of the next page of a long list."""
    found = html.fromstring(page).xpath("//a[@rel='next']/@href")
    return urljoin(address, found[0]) if found else None


def _text(cell: html.HtmlElement) -> str:
    return " ".join(cell.text_content().split())
