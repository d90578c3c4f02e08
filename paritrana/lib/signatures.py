"""Ed25519 signatures over bytes. The key comes as text or lives in a file that only its owner reads."""

from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class SigningKeyError(Exception):
    """The text is not an Ed25519 key of 64 hexadecimal digits."""


def signing_key(text: str, file: Path) -> Ed25519PrivateKey:
    """Read the key from its text, else from the file; a file that is not there is made with a new key, mode 0600."""
    if not text and not file.exists():
        file.touch(mode=0o600)
        file.write_text(Ed25519PrivateKey.generate().private_bytes_raw().hex(), encoding="ascii")
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text or file.read_text(encoding="ascii")))
    except ValueError as error:
        raise SigningKeyError("SIGNING_KEY: 64 hexadecimal digits expected") from error


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
