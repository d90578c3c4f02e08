"""Where the criteria of a rulebook stand in its text, and the text put together again in another order. Pure.

Two forms are known: `[[criteria]]` with the tables under it, and one array `criteria = [{ … }, { … }]`. A comment right
above a criterion goes where it goes; all else (blank lines, other tables, comments apart) stays at its place.
"""

import re
from dataclasses import dataclass, replace

from paritrana.lib.toml_text import parse_toml

QUOTED_OR_COMMENT = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}|'
    r"'''(?:[^']|'(?!''))*'{3,5}|"
    r'"(?:[^"\\\n]|\\.)*"|'
    r"'[^'\n]*'|#[^\n]*",
    re.DOTALL,
)
HEADER = re.compile(r"[ \t]*\[")
ARRAY = re.compile(r"^[ \t]*criteria[ \t]*=[ \t]*\[", re.MULTILINE)
OPENING, CLOSING = "[{", "]}"


@dataclass(frozen=True, slots=True)
class Piece:
    """One criterion: comments above and what indents it, the table itself, a comment on its last line, what follows."""

    lead: str
    core: str
    trail: str
    gap: str


@dataclass(frozen=True, slots=True)
class Listing:
    """`head` and then the pieces, one after another, are the text; in an array commas stand between the pieces."""

    head: str
    pieces: tuple[Piece, ...]
    is_array: bool = False
    has_last_comma: bool = False

    @property
    def text(self) -> str:
        found, last = [self.head], len(self.pieces) - 1
        for place, piece in enumerate(self.pieces):
            comma = "," if self.is_array and (place < last or self.has_last_comma) else ""
            core = piece.core if self.is_array or piece.core.endswith("\n") or place == last else f"{piece.core}\n"
            found += [piece.lead, core, comma, piece.trail, piece.gap]
        return "".join(found)

    def reordered(self, order: list[int]) -> "Listing":
        """Return the pieces in another order; what stands between them stays where it is."""
        gaps = [piece.gap for piece in self.pieces]
        pieces = [replace(self.pieces[old], gap=gap) for old, gap in zip(order, gaps, strict=True)]
        return replace(self, pieces=tuple(pieces))

    def rewritten(self, place: int, core: str) -> Piece:
        """Return one piece with another text of its table."""
        return replace(self.pieces[place], core=core)

    def with_pieces(self, pieces: list[Piece]) -> "Listing":
        return replace(self, pieces=tuple(pieces))

    def without(self, places: set[int]) -> "Listing":
        """Return the others; blank lines after what went go with it, other tables and remarks stay."""
        head, kept = self.head, list[Piece]()
        for place, piece in enumerate(self.pieces):
            if place not in places:
                kept.append(piece)
            elif piece.gap.strip() and not kept:
                head += piece.gap
            elif piece.gap.strip():
                before = kept[-1].gap if kept[-1].gap.strip() else ""
                kept[-1] = replace(kept[-1], gap=before + piece.gap)
        return replace(self, head=head, pieces=tuple(kept))

    def with_piece(self, place: int, core: str) -> "Listing":
        """Return the pieces with a new one at a place, laid out as its neighbours are."""
        pieces, beside = list(self.pieces), self.pieces[max(place - 1, 0)]
        if not self.is_array:
            piece = Piece("", core, "", beside.gap if place else "\n")
            if place:
                pieces[place - 1] = replace(beside, gap="\n")
            return replace(self, pieces=(*pieces[:place], piece, *pieces[place:]))
        indent = beside.lead.rpartition("\n")[2]
        between = "\n" if "\n" in beside.gap else " "
        if place:
            pieces[place - 1] = replace(beside, gap=between)
        piece = Piece(indent if between == "\n" else "", core, "", beside.gap if place else between)
        return replace(self, pieces=(*pieces[:place], piece, *pieces[place:]))


def read_listing(text: str) -> Listing | None:
    """Return the text cut at its criteria; None where they do not stand in one of the two forms."""
    hidden = masked(text)
    count = len(parse_toml(text).get("criteria", []))
    array = ARRAY.search(hidden)
    found = _from_array(text, hidden, array.end()) if array else _from_tables(text, hidden)
    return found if found is not None and len(found.pieces) == count and found.text == text else None


def masked(text: str) -> str:
    """Return the text with what is quoted or remarked hidden, at the same length."""
    return QUOTED_OR_COMMENT.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    """Hide what is quoted or remarked, at the same length: `#` stays where a remark begins."""
    sign = "#" if found[0][0] == "#" else '"'
    return sign * len(found[0])


def _from_tables(text: str, masked: str) -> Listing:
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    bare = _bare_lines(masked, lines)
    headers = [*_headers(bare), (len(lines), "")]
    starts = [line for line, name in headers if name == "[[criteria]]"]
    if not starts:
        return Listing(text, ())
    ends = [
        next(line for line, name in headers if line > start and not name.startswith(("[criteria.", "[[criteria.")))
        for start in starts
    ]
    firsts = [*(_first_of_remarks(bare, start) for start in starts), len(lines)]
    pieces = []
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        following = firsts[place + 1]
        last = _last_of_content(bare, start, min(end, following))
        core, gap = "".join(lines[start:last]), "".join(lines[last:following])
        pieces.append(Piece("".join(lines[firsts[place] : start]), core, "", gap))
    return Listing("".join(lines[: firsts[0]]), tuple(pieces))


def _headers(bare: list[str]) -> list[tuple[int, str]]:
    """Return the lines that open a table, with its name in brackets; a list over several lines opens none."""
    found, depth = [], 0
    for place, line in enumerate(bare):
        if depth == 0 and HEADER.match(line):
            found.append((place, re.sub(r"\s", "", line.partition("#")[0])))
        else:
            depth += sum(line.count(sign) for sign in OPENING) - sum(line.count(sign) for sign in CLOSING)
    return found


def _bare_lines(masked: str, lines: list[str]) -> list[str]:
    """Return the masked text cut at the very places where the text is: a line end inside quotes is hidden."""
    found, start = [], 0
    for line in lines:
        found.append(masked[start : start + len(line)])
        start += len(line)
    return found


def _first_of_remarks(bare: list[str], start: int) -> int:
    while start and bare[start - 1].lstrip().startswith("#"):
        start -= 1
    return start


def _last_of_content(bare: list[str], start: int, end: int) -> int:
    """Return the line after the last one that says something, with the remarks right below it."""
    last = end
    while last > start + 1 and (not bare[last - 1].strip() or bare[last - 1].lstrip().startswith("#")):
        last -= 1
    while last < end and bare[last].lstrip().startswith("#"):
        last += 1
    return last


def _from_array(text: str, masked: str, start: int) -> Listing | None:
    """Cut an array of tables: `start` is the place after its bracket."""
    spans, depth, opened, end = list[tuple[int, int]](), 1, 0, start
    while depth:
        if end >= len(masked):
            return None
        sign = masked[end]
        if sign in OPENING:
            opened = end if depth == 1 else opened
            depth += 1
        elif sign in CLOSING:
            depth -= 1
            if depth == 1:
                spans.append((opened, end + 1))
        end += 1
    if not spans:
        return None
    close, cuts, trails = end - 1, list[int](), list[int]()
    for place, (_first, last) in enumerate(spans):
        following = spans[place + 1][0] if place + 1 < len(spans) else close
        comma = masked.find(",", last, following)
        behind = comma + 1 if comma >= 0 else last
        if text[last:behind].strip(", ") or text[last:behind].startswith(" "):
            return None  # a comma that stands alone or apart
        line_end = text.find("\n", behind)
        line_end = len(text) if line_end < 0 else line_end
        remark = masked.find("#", behind, min(line_end, following))
        trails.append(line_end if remark >= 0 else behind)
        cuts.append(behind)
    pieces, first = list[Piece](), _lead_of(text, masked, start, spans[0][0])
    lead = first
    for place, (opened, last) in enumerate(spans):
        after = trails[place]
        following = spans[place + 1][0] if place + 1 < len(spans) else len(text)
        next_lead = _lead_of(text, masked, after, following) if place + 1 < len(spans) else len(text)
        pieces.append(Piece(text[lead:opened], text[opened:last], text[cuts[place] : after], text[after:next_lead]))
        lead = next_lead
    return Listing(text[:first], tuple(pieces), is_array=True, has_last_comma=cuts[-1] > spans[-1][1])


def _lead_of(text: str, masked: str, after: int, before: int) -> int:
    """Return where the lead of a table begins: its line, with the lines of remarks right above it."""
    line = text.rfind("\n", after, before) + 1
    if not line:
        return before
    while True:
        above = text.rfind("\n", after, line - 1) + 1
        if not above or not masked[above:line].lstrip().startswith("#"):
            return line
        line = above
