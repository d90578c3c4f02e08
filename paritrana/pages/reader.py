"""The language that the page at hand is read in."""

from typing import overload

from django.utils.translation import get_language

from paritrana.lib.language import Language


def reader_language() -> Language:
    """Return English only where English is switched on; papers and notices switch Indonesian on for themselves."""
    return Language.ENGLISH if (get_language() or "").startswith(Language.ENGLISH) else Language.INDONESIAN


class ReadersText:
    """A text of a row in the reader's language: `name_shown = ReadersText("name")` reads `name` and `name_en`."""

    def __init__(self, field: str) -> None:
        self.field = field

    @overload
    def __get__(self, row: None, owner: type) -> "ReadersText": ...

    @overload
    def __get__(self, row: object, owner: type) -> str: ...

    def __get__(self, row: object | None, owner: type) -> "ReadersText | str":
        if row is None:
            return self
        return in_words(getattr(row, self.field), getattr(row, f"{self.field}_en"))


def in_words(text: str, english: str) -> str:
    """Return the English of a text where there is some and English is read."""
    return english if english and reader_language() is Language.ENGLISH else text
