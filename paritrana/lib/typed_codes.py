"""Codes that people type from paper: not to be guessed, and a slip of the finger is told from a code of nobody.

Thirty-one signs that look unlike each other, a prime number of them: the last sign makes the weighted sum vanish, so
that any one wrong sign and any two exchanged are noticed. The other fifteen hold 74 bits of chance.
"""

import secrets

SIGNS = "0123456789ABCDEFGHJKMNPQRSTWXYZ"
LENGTH = 16
GROUP = 4
ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
LONGEST_TYPED = 60


def new_code() -> str:
    drawn = "".join(secrets.choice(SIGNS) for _place in range(LENGTH - 1))
    return drawn + SIGNS[-_sum(drawn) * pow(LENGTH, -1, len(SIGNS)) % len(SIGNS)]


def read_code(typed: str) -> str:
    """Return the code in what somebody typed, with spaces, hyphens and look-alike letters as they may be; or ""."""
    text = "".join(typed[:LONGEST_TYPED].upper().split()).replace("-", "").translate(ALIKE)
    return text if len(text) == LENGTH and set(text) <= set(SIGNS) else ""


def is_whole(code: str) -> bool:
    """Tell whether every sign is as it was printed."""
    return bool(read_code(code)) and _sum(read_code(code)) % len(SIGNS) == 0


def grouped(code: str) -> str:
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _sum(signs: str) -> int:
    return sum(place * SIGNS.index(sign) for place, sign in enumerate(signs, start=1))
