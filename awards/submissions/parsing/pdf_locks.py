"""Locks of PDFs that open without a password: many offices forbid printing or changes, and everybody may still read.

The standard security handler of ISO 32000-2, 7.6, with the empty user password. MD5 and RC4 are what the format
prescribes for older files; nothing here protects anything. Pure.
"""

import hashlib
import re
from dataclasses import dataclass

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
REFERENCE = re.compile(rb"/Encrypt\s+(\d{1,10})\s+(\d{1,5})\s+R")
DIRECT = re.compile(rb"/Encrypt\s*(?=<<)")
FIRST_ID = re.compile(rb"/ID\s*\[\s*(?=[(<])")
DICTIONARY = 8192
BLOCK = 16
NO_VECTOR = bytes(BLOCK)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
LITERAL = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])|[()]|[^\\()]+")


@dataclass(frozen=True, slots=True)
class Lock:
    """What opens a file: its key, and whether streams are AES or RC4 and keyed by their object."""

    key: bytes
    is_aes: bool
    is_keyed_by_object: bool

    def opened(self, number: int, generation: int, locked: bytes) -> bytes:
        """Return a stream as it was before it was locked; what is no whole number of blocks loses its rest."""
        key = self.key
        if self.is_keyed_by_object:
            salted = key + number.to_bytes(4, "little")[:3] + generation.to_bytes(4, "little")[:2]
            salted += b"sAlT" if self.is_aes else b""
            key = _md5(salted)[: min(len(key) + 5, 16)]
        if not self.is_aes:
            return _rc4(key, locked)
        body = locked[BLOCK : len(locked) // BLOCK * BLOCK]
        return _aes(key, locked[:BLOCK], body) if body else b""


def empty_password_lock(content: bytes) -> Lock | None:
    """Return what opens a locked file for whoever has no password; None when it wants one or is locked otherwise."""
    found = _dictionary(content)
    if not found or b"/Standard" not in found:
        return None
    revision, version = _whole(found, b"R"), _whole(found, b"V")
    if version >= 5:
        key = _key_of_today(found, revision)
        return Lock(key, is_aes=True, is_keyed_by_object=False) if key else None
    is_aes = version == 4 and b"/AESV2" in found
    old_key = _key_of_before(found, revision, _length(found, version), content)
    return Lock(old_key, is_aes, is_keyed_by_object=True) if old_key else None


def _dictionary(content: bytes) -> bytes:
    direct = DIRECT.search(content)
    if direct is not None:
        return content[direct.end() : direct.end() + DICTIONARY]
    references = set(REFERENCE.findall(content))
    if len(references) != 1:  # every version of a file is locked by the same one
        return b""
    number, generation = references.pop()
    starts = list(re.finditer(rb"(?<!\d)%s\s+%s\s+obj" % (number, generation), content))
    if len(starts) != 1:
        return b""
    return content[starts[0].end() : starts[0].end() + DICTIONARY].partition(b"endobj")[0]


def _whole(dictionary: bytes, name: bytes) -> int:
    found = re.search(rb"/%s\s+(-?\d{1,10})" % name, dictionary)
    return int(found[1]) if found else 0


def _length(dictionary: bytes, version: int) -> int:
    """Return how many bytes of a key count; a crypt filter tells its own in bytes or bits, as its writer liked."""
    if version in {1, 4}:
        return {1: 5, 4: 16}[version]
    told = (int(value) for value in re.findall(rb"/Length\s+(\d{1,3})", dictionary))
    return next((bits for bits in told if 40 <= bits <= 128), 40) // 8


def _text(dictionary: bytes, name: bytes) -> bytes:
    found = re.search(rb"/%s\s*(?=[(<])" % name, dictionary)
    return _string(dictionary, found.end()) if found else b""


def _string(content: bytes, start: int) -> bytes:
    """Read a string of the format, in hexadecimal digits or as signs with escapes."""
    if content[start : start + 1] == b"<":
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", content[start : start + 1024].partition(b">")[0])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    depth, made = 0, []
    for found in LITERAL.finditer(content, start, start + 1024):
        sign, escaped = found[0], found[1]
        if escaped is not None:
            made.append(_unescaped(escaped))
            continue
        depth += {b"(": 1, b")": -1}.get(sign, 0)
        if not depth:
            break
        made.append(sign)
    return b"".join(made)[1:]


def _unescaped(escaped: bytes) -> bytes:
    if escaped[:1].isdigit() and escaped[:1] < b"8":
        return bytes([int(escaped, 8) & 0xFF])
    return b"" if escaped in {b"\n", b"\r", b"\r\n"} else ESCAPES.get(escaped, escaped)


def _key_of_before(dictionary: bytes, revision: int, length: int, content: bytes) -> bytes | None:
    owner, user = _text(dictionary, b"O")[:32], _text(dictionary, b"U")
    found = FIRST_ID.search(content)
    first_id = _string(content, found.end()) if found else b""
    permissions = (_whole(dictionary, b"P") & 0xFFFFFFFF).to_bytes(4, "little")
    is_bare = revision >= 4 and re.search(rb"/EncryptMetadata\s+false", dictionary)
    key = _md5(PADDING + owner + permissions + first_id + (b"\xff" * 4 if is_bare else b""))
    length = min(max(length, 5), 16)
    if revision == 2:
        return key[:length] if _rc4(key[:length], PADDING) == user[:32] else None
    for _turn in range(50):
        key = _md5(key[:length])
    key = key[:length]
    proof = _md5(PADDING + first_id)
    for turn in range(20):
        proof = _rc4(bytes(sign ^ turn for sign in key), proof)
    return key if proof == user[:16] else None


def _key_of_today(dictionary: bytes, revision: int) -> bytes | None:
    user, sealed = _text(dictionary, b"U"), _text(dictionary, b"UE")[:32]
    if len(user) < 48 or len(sealed) < 32:
        return None
    digest = _hardened if revision >= 6 else lambda salt: hashlib.sha256(salt).digest()
    return _aes(digest(user[40:48]), NO_VECTOR, sealed) if digest(user[32:40]) == user[:32] else None


def _hardened(salt: bytes) -> bytes:
    """Algorithm 2.B for an empty password."""
    key, turn, last = hashlib.sha256(salt).digest(), 0, 0
    while turn < 64 or last > turn - 32:
        machine = Cipher(AES(key[:16]), CBC(key[16:32])).encryptor()
        mixed = machine.update(key * 64) + machine.finalize()
        key = (hashlib.sha256, hashlib.sha384, hashlib.sha512)[sum(mixed[:16]) % 3](mixed).digest()
        turn, last = turn + 1, mixed[-1]
    return key[:32]


def _md5(content: bytes) -> bytes:
    return hashlib.md5(content, usedforsecurity=False).digest()


def _rc4(key: bytes, content: bytes) -> bytes:
    return Cipher(ARC4(key), mode=None).decryptor().update(content)


def _aes(key: bytes, vector: bytes, content: bytes) -> bytes:
    machine = Cipher(AES(key), CBC(vector)).decryptor()
    return machine.update(content) + machine.finalize()
