"""Put a rulebook's English in the place of its Indonesian. Pure, no Django.

Every text `X` of a rulebook may have a sibling `X_en` in the same table. A reader of Indonesian never sees it; for a
reader of English it stands where `X` stood. So what reads a rulebook knows one name for a text and no language.
"""

from collections.abc import Mapping
from typing import Any

from paritrana.lib.language import Language

SUFFIX = "_en"


def worded(content: Any, language: Language) -> Any:
    """Return the parsed TOML with the texts of one language alone; an English that stands by no text stays as it is."""
    if isinstance(content, list):
        return [worded(item, language) for item in content]
    if not isinstance(content, Mapping):
        return content
    pairs = {key for key in content if is_pair(content, key)}
    found = {key: worded(item, language) for key, item in content.items() if key not in pairs}
    if language is Language.ENGLISH:
        found |= {key.removesuffix(SUFFIX): content[key] for key in pairs}
    return found


def is_pair(content: Mapping[str, Any], key: str) -> bool:
    """Tell whether a key is the English of a text beside it."""
    text = content.get(key.removesuffix(SUFFIX)) if key.endswith(SUFFIX) else None
    english = content[key]
    return isinstance(text, str) and isinstance(english, str) and bool(english.strip())
