"""What a rulebook is called in English, read from its text alone."""

from functools import lru_cache

from paritrana.lib.toml_text import parse_toml


@lru_cache(maxsize=256)
def english_title(text: str) -> str:
    """Return "" where the rulebook says none, and for a draft that is no TOML yet."""
    try:
        header = parse_toml(text).get("rulebook")
    except (ValueError, RecursionError):
        return ""
    title = header.get("title_en", "") if isinstance(header, dict) else ""
    return title if isinstance(title, str) else ""
