"""Ed25519 signatures over bytes. The key comes as text or lives in a file that only its owner reads."""

import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)


class SigningKeyError(Exception):
    """The text or file holds no Ed25519 key, or not for this passphrase."""


def signing_key(text: str, file: Path) -> Ed25519PrivateKey:
    """Read the key from its text, else from the file. Never makes one: see `new_key_file`."""
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text or file.read_text(encoding="ascii")))
    except (ValueError, OSError) as error:
        raise SigningKeyError("SIGNING_KEY: 64 hexadecimal digits expected") from error


def new_key_file(file: Path) -> Ed25519PrivateKey:
    """Make a key and its file, mode 0600."""
    key = Ed25519PrivateKey.generate()
    write_key_file(file, key)
    return key


def write_key_file(file: Path, key: Ed25519PrivateKey) -> None:
    """Write a key where none is; FileExistsError otherwise. Readable by its owner only from its first moment."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(key.private_bytes_raw().hex())


def sealed_key(key: Ed25519PrivateKey, passphrase: str) -> bytes:
    """Return a key as an encrypted PEM file (PKCS #8), which openssl opens too."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))


def unsealed_key(content: bytes, passphrase: str) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(content, passphrase.encode())
    except (ValueError, TypeError) as error:
        raise SigningKeyError("the file is no sealed key, or the passphrase is another") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyError("the file holds a key of another kind")
    return key


def public_text(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def signature_text(key: Ed25519PrivateKey, content: bytes) -> str:
    return key.sign(content).hex()


def is_signed(content: bytes, *, signature: str, public_key: str) -> bool:
    """Tell whether the signature is by that key over exactly these bytes; malformed texts are not."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True
