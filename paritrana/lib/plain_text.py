"""Texts of people inside mails: nothing they type becomes a header, a hidden character or a link."""

import re
import unicodedata

LINKED_DOT = re.compile(r"(?<=[^\s.])\.(?=[^\W\d_])|(?<=[^\W\d_])\.(?=[^\s.\W])")
SCHEME = re.compile(r":(?=\s*//)|(?i:\b(mailto|javascript|data|tel|whatsapp)):(?=\S)")
SLASHES = re.compile(r"/{2,}|\\{2,}")
OTHER_DOTS = str.maketrans({"\u3002": ". ", "\u2024": ". "})
BLANKS = re.compile(r"[^\S\n]+")
EMPTY_LINES = re.compile(r"\n{3,}")


def _visible(character: str) -> str:
    """Drop control and format characters (they hide or turn text round); other separators become blanks."""
    if character == "\n":
        return character
    kind = unicodedata.category(character)
    if kind in ("Cf", "Cs", "Co", "Cn"):
        return ""
    return " " if kind in ("Cc", "Zs", "Zl", "Zp") else character


def paragraphs(text: str) -> str:
    """Return the text with its lines and nothing invisible; at most one empty line in a row."""
    lines = "".join(_visible(character) for character in unicodedata.normalize("NFKC", text).replace("\r\n", "\n"))
    tidy = "\n".join(BLANKS.sub(" ", line).strip() for line in lines.split("\n"))
    return EMPTY_LINES.sub("\n\n", tidy).strip()


def one_line(text: str, *, limit: int = 200) -> str:
    """Return the text as a single line, fit for a header or a list; cut at the limit with an ellipsis."""
    line = " ".join(paragraphs(text).split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def unlinked(text: str) -> str:
    """Return the text so that no mail reader makes a link of it: `bit.ly/x` reads `bit. ly/x`."""
    disarmed = SCHEME.sub(lambda found: f"{found[1] or ''} ", text.translate(OTHER_DOTS))
    return LINKED_DOT.sub(". ", SLASHES.sub("/", disarmed))
