"""A mail's text laid out as simple HTML: the same words, made from the text that is kept, so the two cannot differ.

Read as `wording.py` writes it: an underlined line is a heading, lines that begin with "- " are a list, a line that ends
in an address of this site is a button (the last of several, a link), and the last part from "-- " on is the footer. No
other address becomes a link.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

FOOTER = "-- "
ITEM = "- "
UNDERLINE = re.compile(r"^-{3,}$")


class LetterPartKind(StrEnum):
    HEADING = "heading"
    ITEMS = "items"
    WORDS = "words"
    BUTTON = "button"
    LINK = "link"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class LetterBlock:
    """One part of a letter as it is shown; `address` only where it leads somewhere."""

    kind: LetterPartKind
    lines: tuple[str, ...]
    address: str = ""


def underlined(title: str) -> str:
    """Return a heading as a plain text shows it."""
    return f"{title}\n{'-' * max(3, min(len(title), 72))}"


def letter_blocks(body: str) -> tuple[LetterBlock, ...]:
    text, has_footer, footer = body.partition(f"\n\n{FOOTER}\n")
    blocks = [block for part in text.split("\n\n") if part.strip() for block in _blocks(part.split("\n"))]
    if blocks and blocks[-1].kind is LetterPartKind.BUTTON and _buttons(blocks) > 1:
        blocks[-1] = replace(blocks[-1], kind=LetterPartKind.LINK)
    if has_footer:
        blocks.append(LetterBlock(LetterPartKind.FOOTER, tuple(footer.strip().split("\n"))))
    return tuple(blocks)


def _buttons(blocks: list[LetterBlock]) -> int:
    return sum(block.kind is LetterPartKind.BUTTON for block in blocks)


def _blocks(lines: list[str]) -> list[LetterBlock]:
    if len(lines) > 1 and UNDERLINE.match(lines[1]):
        rest = _blocks(lines[2:]) if lines[2:] else []
        return [LetterBlock(LetterPartKind.HEADING, (lines[0],)), *rest]
    if all(line.startswith(ITEM) for line in lines):
        return [LetterBlock(LetterPartKind.ITEMS, tuple(line.removeprefix(ITEM) for line in lines))]
    label, address = _own_link(lines[-1])
    if not address:
        return [LetterBlock(LetterPartKind.WORDS, tuple(lines))]
    before = [LetterBlock(LetterPartKind.WORDS, tuple(lines[:-1]))] if lines[:-1] else []
    return [*before, LetterBlock(LetterPartKind.BUTTON, (label,), address)]


def _own_link(line: str) -> tuple[str, str]:
    label, is_link, path = line.partition(f": {settings.SITE_ADDRESS}/")
    return (label, f"{settings.SITE_ADDRESS}/{path}") if is_link and " " not in path else ("", "")


def letter_html(*, subject: str, body: str, language: str) -> str:
    """Return the whole page of a mail in its reader's language."""
    with translation.override(language):
        return render_to_string(
            "mail/letter.html",
            {"subject": subject, "blocks": letter_blocks(body), "language": language, "site": settings.SITE_ADDRESS},
        )
