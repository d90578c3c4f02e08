"""The sender's mailbox, to which mail servers answer: read over IMAP, to the host of `BOUNCES_URL` and nowhere else.

Like the mail server's, that address is the operator's word. Messages stay in the mailbox; what was read is marked seen
only after it was recorded, so a broken line repeats and loses nothing.
"""

import imaplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PORTS = {"imaps": 993, "imap+tls": 143, "imap": 143}
# A report encloses the mail it is about; what lies behind this is of no use.
LONGEST_MESSAGE = 256 * 1024
AT_ONCE = 200


class MailboxAwayError(Exception):
    """The mailbox cannot be read now; the message says why, for the log."""


@dataclass(frozen=True, slots=True)
class MailboxAddress:
    """Where the mailbox is; its password is never shown."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str

    def __repr__(self) -> str:
        return f"<mailbox at {self.host}:{self.port}>"


def mailbox_address(url: str) -> MailboxAddress:
    """Read `imaps://user:password@host/INBOX`; `imap+tls` begins plain and turns to TLS, `imap` stays plain."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(f"BOUNCES_URL begins with one of {', '.join(PORTS)} and names a host")
    return MailboxAddress(
        parts.scheme,
        parts.hostname,
        parts.port or PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        unquote(parts.path.strip("/")) or "INBOX",
    )


def read_unseen(address: MailboxAddress, take: Callable[[bytes], None], *, seconds: float) -> int:
    """Hand each unseen message to `take`, mark it seen when that returned, and return how many there were."""
    try:
        with _line(address, seconds) as line:
            line.login(address.user, address.password)
            status, _count = line.select(_quoted(address.folder))
            if status != "OK":
                raise MailboxAwayError(f"no folder {address.folder}")
            _status, found = line.uid("SEARCH", "UNSEEN")
            numbers = (found[0] or b"").decode("ascii", "replace").split()[:AT_ONCE]
            for number in numbers:
                take(_message(line, number))
                line.uid("STORE", number, "+FLAGS", r"(\Seen)")
            return len(numbers)
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxAwayError(str(error)) from error


def _line(address: MailboxAddress, seconds: float) -> imaplib.IMAP4:
    if address.scheme == "imaps":
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(address.host, address.port, ssl_context=context, timeout=seconds)
    line = imaplib.IMAP4(address.host, address.port, timeout=seconds)
    if address.scheme == "imap+tls":
        line.starttls(ssl.create_default_context())
    return line


def _quoted(folder: str) -> str:
    return '"{}"'.format(folder.replace("\\", "\\\\").replace('"', '\\"'))


def _message(line: imaplib.IMAP4, number: str) -> bytes:
    _status, parts = line.uid("FETCH", number, f"(BODY.PEEK[]<0.{LONGEST_MESSAGE}>)")
    return b"".join(part[1] for part in parts if isinstance(part, tuple))
