"""Keys in their plain form: what two people write differently for one thing is compared alike, and shown as written."""

import re
import unicodedata

_NUMBER_WORD = re.compile(r"^(?:nomor|no|nr)\b\.?\s*:?\s*")
_REGION_KIND = re.compile(r"^(kabupaten|kab|kota|provinsi|prov)\b\.?\s*(?:(?:administrasi|adm)\b\.?\s*)?")
_SPECIAL = re.compile(r"^(?:daerah khusus ibukota|daerah khusus|daerah istimewa|dki|di)\b\s*")
_ISLANDS = re.compile(r"\bkep\b\.?\s*")
_NPP_LENGTH = 8
_NO_LETTER = re.compile(r"[\W_]+")


def plain_words(text: str) -> str:
    """Case, blanks and how an accented letter is composed tell nothing apart."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def plain_name(text: str) -> str:
    """`Kab. Alfa` and `KABUPATEN  ALFA` are one entrant, and so are the numbers `01234567` and `1234567`."""
    plain = plain_words(text)
    if plain.isascii() and plain.isdigit():
        return plain.lstrip("0") or "0"
    found = _REGION_KIND.match(plain)
    return f"{found[1][:3]} {plain[found.end() :]}" if found else plain


def plain_regulation_number(text: str, year: str) -> str:
    """`7`, `07`, `No. 7`, `7/2023` and `Nomor 7 Tahun 2023` of 2023 are one regulation."""
    plain = _NUMBER_WORD.sub("", plain_words(text))
    plain = re.sub(rf"(?:\s*tahun\s*|\s*/\s*){re.escape(year)}$", "", plain) if year else plain
    return re.sub(r"(?<!\d)0+(?=\d)", "", plain).replace(" ", "")


def whole_npp(text: str) -> str:
    """Return a company's registration number (NPP) at its full length: a spreadsheet drops the zeros in front."""
    return text.upper().zfill(_NPP_LENGTH)


def region_words(text: str) -> tuple[str, str]:
    """Return a region's kind ("kab", "kot", "pro" or nothing) and the letters of its name; Kep. is Kepulauan."""
    plain = plain_words(text)
    found = _REGION_KIND.match(plain)
    kind = found[1][:3] if found else ""
    rest = plain[found.end() :] if found else plain
    rest = _ISLANDS.sub("kepulauan ", _SPECIAL.sub("", rest))
    return kind, _NO_LETTER.sub("", rest)


def is_same_region_name(written: str, official: str) -> bool:
    """Regency, city or province may be left out; where both say it they must agree."""
    kind, name = region_words(written)
    other_kind, other_name = region_words(official)
    return name == other_name and (not kind or not other_kind or kind == other_kind)
