"""The one door for requests that the product makes outward: HTTPS, hosts that were allowed, nothing else.

A host is looked up once and the line goes to that very address, so that a name cannot mean another machine a moment
later. Redirects are answers like any other and are not followed. Pure of settings: the caller brings the hosts.

Mail leaves through Django's own door, to the host of `EMAIL_URL`, and what comes back is read at `BOUNCES_URL`;
evidence goes to the scanner of `CLAMAV_URL`: these are the operator's words, may be private, and carry no address
that somebody typed.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PORT = 443
SECONDS = 10.0
LONGEST_ANSWER = 1024 * 1024
LONGEST_BODY = 1024 * 1024
READ = 64 * 1024


class OutwardRefusedError(Exception):
    """The request does not leave, or its answer is not taken; the message says why, for the log."""


@dataclass(frozen=True, slots=True)
class OutwardRequest:
    """What is to be asked of whom."""

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutwardAnswer:
    """What came back, whole; a redirect is one too."""

    status: int
    body: bytes


def ask(request: OutwardRequest, *, hosts: Collection[str], seconds: float = SECONDS) -> OutwardAnswer:
    """Send a request to one of `hosts` and return its answer; raise OutwardRefusedError or OSError."""
    ends_at = time.monotonic() + seconds
    host, target = _target(request, hosts)
    line = _PinnedLine(host, public_address(host), seconds)
    try:
        line.request(request.method, target, request.body or None, {**request.headers, "Host": host})
        answer = line.getresponse()
        return OutwardAnswer(answer.status, _whole(answer, ends_at))
    except http.client.HTTPException as error:
        raise OutwardRefusedError(f"{host} does not speak HTTP: {error!r}") from error
    finally:
        line.close()


def _target(request: OutwardRequest, hosts: Collection[str]) -> tuple[str, str]:
    parts = urlsplit(request.url)
    host = (parts.hostname or "").rstrip(".").lower()
    if parts.scheme != "https" or parts.username or parts.password or parts.port not in {None, PORT}:
        raise OutwardRefusedError("only https, without a name and password, on its own port")
    if host not in hosts:
        raise OutwardRefusedError(f"{host} is no host that was allowed")
    if len(request.body) > LONGEST_BODY:
        raise OutwardRefusedError("the body is too long")
    return host, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def public_address(host: str) -> str:
    """Return an address of the host; refuse one that has any address that is not of the public network."""
    try:
        found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    except OSError as error:
        raise OutwardRefusedError(f"{host} is not found") from error
    addresses = [str(row[4][0]) for row in found]
    if not addresses or not all(map(is_public, addresses)):
        raise OutwardRefusedError(f"{host} leads into a network that is not public")
    return addresses[0]


def is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    within = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    return within.is_global and found.is_global and not found.is_multicast


def _whole(answer: http.client.HTTPResponse, ends_at: float) -> bytes:
    body = b""
    while piece := answer.read1(READ):
        body += piece
        if len(body) > LONGEST_ANSWER:
            raise OutwardRefusedError("the answer is too long")
        if time.monotonic() > ends_at:
            raise OutwardRefusedError("the answer takes too long")
    return body


class _PinnedLine(http.client.HTTPSConnection):
    """A line to one address that proves to be the host by its certificate."""

    def __init__(self, host: str, address: str, seconds: float) -> None:
        self.proof = ssl.create_default_context()
        super().__init__(host, PORT, timeout=seconds, context=self.proof)
        self.address = address

    def connect(self) -> None:
        line = socket.create_connection((self.address, PORT), self.timeout)
        self.sock = self.proof.wrap_socket(line, server_hostname=self.host)
