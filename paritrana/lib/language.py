"""The two languages of the product, as a value that pure code can be given."""

from enum import StrEnum


class Language(StrEnum):
    """What a reader reads; what is written without knowing the reader is Indonesian."""

    INDONESIAN = "id"
    ENGLISH = "en"

    @property
    def other(self) -> "Language":
        return Language.INDONESIAN if self is Language.ENGLISH else Language.ENGLISH
