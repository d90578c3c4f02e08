"""Short texts encrypted at rest: Fernet (AES-128-CBC, HMAC-SHA256), its keys drawn from longer secrets by HKDF."""

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = "fernet:"
"""What an encrypted text begins with; a text without it was stored before there was a key."""


class UnreadableTextError(Exception):
    """None of the keys opens the text."""


def encrypted(text: str, *, keys: Sequence[str], purpose: str) -> str:
    """Encrypt with the first key. What serves one `purpose` opens for no other, though the keys be the same."""
    return MARK + _fernets(keys, purpose)[0].encrypt(text.encode()).decode("ascii")


def decrypted(stored: str, *, keys: Sequence[str], purpose: str) -> str:
    """Return what was encrypted with any of the keys, and a text without the mark as it is."""
    if not stored.startswith(MARK):
        return stored
    try:
        return MultiFernet(_fernets(keys, purpose)).decrypt(stored.removeprefix(MARK).encode()).decode()
    except InvalidToken as error:
        raise UnreadableTextError("none of the keys opens it") from error


def is_current(stored: str, *, keys: Sequence[str], purpose: str) -> bool:
    """Tell whether the first key alone opens the text: nothing is left to do for it."""
    try:
        decrypted(stored, keys=keys[:1], purpose=purpose)
    except UnreadableTextError:
        return False
    return stored.startswith(MARK)


def _fernets(keys: Sequence[str], purpose: str) -> list[Fernet]:
    return [Fernet(base64.urlsafe_b64encode(_derived(key, purpose))) for key in keys]


def _derived(key: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(key.encode())
