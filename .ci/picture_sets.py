"""Two sets of pictures side by side: which pages look different, which say something different."""

import re
from collections.abc import Iterator
from difflib import unified_diff
from html.parser import HTMLParser
from pathlib import Path

from PIL import Image, ImageChops

VERBATIM = frozenset({"pre", "textarea"})
CODE = frozenset({"script", "style"})
# Elements in a line of text: a space before or after them is one that readers see.
INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "bdi",
        "button",
        "cite",
        "code",
        "data",
        "dfn",
        "em",
        "i",
        "img",
        "input",
        "kbd",
        "label",
        "mark",
    )
    + (
        "meter",
        "output",
        "progress",
        "q",
        "s",
        "samp",
        "select",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "svg",
        "time",
    )
    + ("u", "var")
)
VOID_INLINE = frozenset({"img", "input"})
SPACES = re.compile(r"\s+")
VOLATILE = (
    (re.compile(r"\b(?=\w*[A-Z])\w{64}\b"), "~"),  # masked CSRF tokens; digests have no capitals
    (re.compile(r"(/static/[^\s\"'?]+)\.[0-9a-f]{12}(\.\w+)"), r"\1\2"),
)
NONCE = ("nonce", "~")
TOKEN = ("name", "csrfmiddlewaretoken")
GAP = 24


def normalised(html: str) -> str:
    """Return the page with one element or text a line: how its source was laid out no longer shows.

    Spaces between elements are dropped and so are those at the ends of an element's own text: whether such a space can
    be seen depends on the style sheets, so pictures decide about it. Between a text and an element within its line a
    space stays.
    """
    reader = Normaliser()
    reader.feed(html)
    reader.close()
    reader.write_text(before="")
    text = "\n".join(reader.lines) + "\n"
    for pattern, replacement in VOLATILE:
        text = pattern.sub(replacement, text)
    return text


class Normaliser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.text = ""
        self.within: list[str] = []
        self.is_after_inline = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.write_text(before=tag)
        if tag in VERBATIM or tag in CODE:
            self.within.append(tag)
        shown = [NONCE if name == "nonce" else (name, value) for name, value in attrs]
        if TOKEN in shown:
            shown = [(name, "~" if name == "value" else value) for name, value in shown]
        self.lines.append(f"<{' '.join([tag, *(attribute(name, value) for name, value in sorted_by_name(shown))])}>")
        self.is_after_inline = tag in VOID_INLINE

    def handle_endtag(self, tag: str) -> None:
        self.write_text(before="")
        if self.within and self.within[-1] == tag:
            self.within.pop()
        self.lines.append(f"</{tag}>")
        self.is_after_inline = tag in INLINE

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_decl(self, decl: str) -> None:
        self.lines.append(f"<!{decl}>")

    def write_text(self, *, before: str) -> None:
        """Write the text that ends here, before the start tag named, or before an end ("")."""
        text, self.text = self.text, ""
        if not text.strip():
            return
        if self.within and self.within[-1] in VERBATIM:
            self.lines.append(text)
        elif self.within:
            self.lines += [line.strip() for line in text.splitlines() if line.strip()]
        else:
            text = SPACES.sub(" ", text)
            text = text if self.is_after_inline else text.lstrip()
            self.lines.append(text if before in INLINE else text.rstrip())


def sorted_by_name(attributes: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    return sorted(attributes, key=lambda attribute: attribute[0])


def attribute(name: str, value: str | None) -> str:
    if value is None:
        return name
    return f'{name}="{value if name == "value" else SPACES.sub(" ", value).strip()}"'


def differences(before: Path, after: Path, into: Path) -> Iterator[str]:
    """Yield a line per picture or page that differs; write what differs into a folder."""
    for name in sorted(names(before) | names(after)):
        first, second = before / name, after / name
        if not second.exists():
            yield f"{name}: only in {before}"
        elif not first.exists():
            yield f"{name}: only in {after}"
        elif first.read_bytes() != second.read_bytes():
            difference = picture_difference if first.suffix == ".png" else text_difference
            found = difference(first, second, into)
            if found:
                yield f"{name}: {found}"


def names(folder: Path) -> set[str]:
    return {file.name for kind in ("*.png", "*.html") for file in folder.glob(kind)}


def text_difference(before: Path, after: Path, into: Path) -> str:
    pair = [file.read_text(encoding="utf-8").splitlines() for file in (before, after)]
    lines = list(unified_diff(*pair, str(before), str(after), lineterm=""))
    into.mkdir(parents=True, exist_ok=True)
    (into / f"{before.stem}.diff").write_text("\n".join(lines) + "\n", encoding="utf-8")
    changed = sum(line.startswith(("-", "+")) for line in lines[2:])
    return f"{changed} lines of HTML differ"


def picture_difference(before: Path, after: Path, into: Path) -> str:
    """Compare pixels, not files; write before, after and the difference beside one another."""
    with Image.open(before) as first, Image.open(after) as second:
        old, new = first.convert("RGB"), second.convert("RGB")
    size = max(old.width, new.width), max(old.height, new.height)
    difference = ImageChops.difference(stretched(old, size), stretched(new, size))
    box = difference.getbbox()
    if box is None and old.size == new.size:
        return ""
    sheet = Image.new("RGB", (3 * size[0] + 2 * GAP, size[1]), "white")
    channels = [channel.point(lambda value: 255 if value else 0) for channel in difference.split()]
    marked = ImageChops.invert(ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2]))
    for place, picture in enumerate((old, new, marked)):
        sheet.paste(picture, (place * (size[0] + GAP), 0))
    into.mkdir(parents=True, exist_ok=True)
    sheet.save(into / before.name)
    if old.size != new.size:
        return f"{old.width} × {old.height} pixels became {new.width} × {new.height}"
    return f"differs within {box}"


def stretched(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    canvas = Image.new("RGB", size, "magenta")
    canvas.paste(picture)
    return canvas
