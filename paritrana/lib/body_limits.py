"""How much a request may carry, by its address. Pure; the proxy's configuration says the same (a test compares)."""

import re

MEGABYTE = 1024 * 1024
FORM = MEGABYTE
PIECE = 2 * MEGABYTE
RULEBOOK = 4 * MEGABYTE
FILES = 110 * MEGABYTE
IMPORT = 520 * MEGABYTE
"""A file and the signs around it; what one file may hold is said where it is read."""

# First match counts. What stands behind a sign-in is taken only from people who are signed in (`needs_sign_in`).
BY_ADDRESS = (
    (re.compile(r"/isian/[0-9a-f-]{36}/unggah/bagian/"), PIECE),
    (re.compile(r"/isian/[0-9a-f-]{36}/(?:unggah|jawaban|hadir)/"), FORM),
    (re.compile(r"/isian/[0-9a-f-]{36}/"), FILES),
    (re.compile(r"/impor/unggah/bagian/"), PIECE),
    (re.compile(r"/impor/(?:[0-9a-f-]{36}/perbaiki/)?unggah/"), FORM),
    (re.compile(r"/impor/"), IMPORT),
    (re.compile(r"/panel/awards/rulebook/"), RULEBOOK),
    (re.compile(r"/coba-coba/"), RULEBOOK),
)


def body_limit(path: str) -> int:
    """Return how many bytes a request to this path may carry at most, were everybody trusted."""
    return next((limit for pattern, limit in BY_ADDRESS if pattern.match(path)), FORM)
