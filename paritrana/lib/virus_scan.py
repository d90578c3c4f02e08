"""Ask a ClamAV daemon about a file, over its INSTREAM command (clamd(8)): nothing is written on the daemon's side.

An address is `tcp://host:port` or `unix:///path/of/the/socket`.
"""

import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

PIECE = 64 * 1024
LONGEST_REPLY = 4096
DEFAULT_PORT = 3310


@dataclass(frozen=True, slots=True)
class ScanResult:
    """`threat` is the signature's name, "" when nothing was found."""

    threat: str

    @property
    def is_clean(self) -> bool:
        return not self.threat


class Readable(Protocol):
    """What can be scanned: anything that gives its bytes in turn."""

    def read(self, size: int, /) -> bytes: ...


class ScannerAwayError(Exception):
    """The daemon does not answer; the same question may be asked again later."""


class FileNotScannedError(Exception):
    """This one file was not scanned: it cannot be read, or the daemon does not take it; the message says which."""


def scan(address: str, stream: Readable, *, timeout: float) -> ScanResult:
    """Send the stream to the daemon and return its verdict; `timeout` in seconds holds for each step."""
    with closing(_connected(address, timeout)) as line:
        try:
            _send(line, stream)
            reply = _reply(line)
        except OSError as error:
            raise ScannerAwayError(str(error)) from error
    if reply.endswith(" FOUND"):
        return ScanResult(reply.removesuffix(" FOUND").partition(": ")[2])
    if reply.endswith(": OK"):
        return ScanResult("")
    if reply.endswith("ERROR"):
        raise FileNotScannedError(reply)
    raise ScannerAwayError(f"unexpected reply {reply!r}")


def answers(address: str, *, timeout: float) -> bool:
    """Whether a daemon is there."""
    try:
        with closing(_connected(address, timeout)) as line:
            line.sendall(b"zPING\0")
            return _reply(line) == "PONG"
    except (OSError, ScannerAwayError):
        return False


def _connected(address: str, timeout: float) -> socket.socket:
    parts = urlsplit(address)
    try:
        if parts.scheme == "unix":
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(timeout)
            line.connect(parts.path)
            return line
        return socket.create_connection((parts.hostname or "", parts.port or DEFAULT_PORT), timeout)
    except OSError as error:
        raise ScannerAwayError(str(error)) from error


def _send(line: socket.socket, stream: Readable) -> None:
    """Send length-prefixed pieces and an empty one; a daemon that has had enough says so and hangs up."""
    try:
        line.sendall(b"zINSTREAM\0")
        for piece in _pieces(stream):
            line.sendall(len(piece).to_bytes(4, "big") + piece)
        line.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        return  # its reason is still to be read


def _pieces(stream: Readable) -> Iterator[bytes]:
    """Read the file; what goes wrong here is the file's fault, not the daemon's."""
    try:
        while piece := stream.read(PIECE):
            yield piece
    except OSError as error:
        raise FileNotScannedError(str(error)) from error


def _reply(line: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < LONGEST_REPLY:
        piece = line.recv(LONGEST_REPLY)
        if not piece:
            break
        received += piece
    return received.rstrip(b"\0\n").decode("utf-8", "replace")
