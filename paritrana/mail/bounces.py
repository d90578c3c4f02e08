"""What a mail server answers later about a mail that it could not deliver (RFC 3464), read into one fact.

Only a report that names one of our own Message-IDs counts: nobody who has not seen the mail knows it.
"""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage, Message

from paritrana.lib.plain_text import one_line

LONGEST_REASON = 300
LONGEST_ADDRESS = 254
OWN_KEY = re.compile(r"<([0-9a-f]{32})@[^>\s]+>")
DELIVERY_STATUS = "message/delivery-status"


@dataclass(frozen=True, slots=True)
class Bounce:
    """`mail_key` is the row's key in hexadecimal; `address` is the one that failed."""

    mail_key: str
    address: str
    reason: str


def read_bounce(raw: bytes) -> Bounce | None:
    """Return what failed for good; None for anything else: a delay, an answer of a person, a report about others."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    failed = _failed_recipient(message)
    key = _own_key(message)
    if failed is None or not key:
        return None
    address, reason = failed
    return Bounce(key, address, reason)


def _failed_recipient(message: EmailMessage) -> tuple[str, str] | None:
    for part in message.walk():
        if part.get_content_type() != DELIVERY_STATUS:
            continue
        for group in _enclosed(part):
            if str(group.get("Action", "")).strip().lower() != "failed":
                continue
            recipient = str(group.get("Final-Recipient") or group.get("Original-Recipient") or "")
            said = str(group.get("Diagnostic-Code") or group.get("Status") or "")
            address = one_line(recipient.rpartition(";")[2], limit=LONGEST_ADDRESS).lower()
            return address, one_line(said, limit=LONGEST_REASON)
    return None


def _enclosed(part: EmailMessage) -> "list[Message[str, str]]":
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _own_key(message: EmailMessage) -> str:
    """Return the key of the mail that the report encloses, whole or by its headers."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            header = next((str(inner.get("Message-ID", "")) for inner in _enclosed(part)), "")
        elif kind == "text/rfc822-headers":
            header = _header_of(part)
        else:
            continue
        if found := OWN_KEY.fullmatch(header.strip()):
            return found[1]
    return ""


def _header_of(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    return str(email.message_from_bytes(raw, policy=email.policy.default).get("Message-ID", ""))
