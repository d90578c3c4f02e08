"""Canonical JSON and digests: the same value gives the same bytes on every machine."""

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal


def decimal_text(value: Decimal) -> str:
    """Return plain decimal text without exponent, trailing zeros or negative zero."""
    if not value.is_finite():
        raise ValueError("only finite decimals have a canonical text")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            raise ValueError("a time without zone has no canonical text")
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(item) for item in value]
    raise TypeError(f"no canonical form for {type(value).__name__}")


def canonical_json(value: object) -> bytes:
    """Return UTF-8 JSON with sorted keys, no spaces, decimals as text; floats are refused."""
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(value: object) -> str:
    """Return the SHA-256 (64 hex digits) of the canonical JSON of a value."""
    return hashlib.sha256(canonical_json(value)).hexdigest()
