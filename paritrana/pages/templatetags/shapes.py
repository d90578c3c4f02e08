"""Small drawings and marks: each is a template of `templates/parts/` with its figures made ready here."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template

from paritrana.pages.drawing import MapFigure, SeriesDrawing, map_tiles

register = template.Library()

STATE_KINDS = frozenset({"none", "draft", "ok", "ask", "no"})


@register.inclusion_tag("parts/state.html")
def state(kind: str, word: str) -> dict[str, str]:
    """Show a state as a word with a dot; kinds: none, draft, ok, ask, no."""
    if kind not in STATE_KINDS:
        raise template.TemplateSyntaxError(f"No such kind of state: {kind!r}")
    return {"kind": kind, "word": word}


@register.inclusion_tag("parts/synthetic.html")
def synthetic() -> dict[str, str]:
    """Mark a generated figure."""
    return {}


@register.inclusion_tag("parts/meter.html")
def meter(share: Decimal | int | str | None, label: str, size: str = "") -> dict[str, str]:
    """Draw a share in per cent as a bar; what passes 100 fills it, `label` says it in words. `size`: "" or "small"."""
    filled = min(max(Decimal(share or 0), Decimal(0)), Decimal(100))
    return {"filled": f"{filled:.2f}", "label": label, "size": size}


@register.inclusion_tag("parts/tile_map.html")
def tile_map(figures: Sequence[MapFigure], title: str) -> dict[str, Any]:
    """Draw one tile a province, each a link."""
    return {"tiles": map_tiles(figures), "title": title}


@register.inclusion_tag("parts/series.html")
def series(drawing: SeriesDrawing, title: str, description: str) -> dict[str, Any]:
    """Draw a dated series; the page prints its table beside it."""
    return {"drawing": drawing, "title": title, "description": description}
