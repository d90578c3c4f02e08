"""The INSTREAM protocol, against a daemon of our own on the loopback address."""

import io
import socketserver
import threading

import pytest

from paritrana.lib.virus_scan import FileNotScannedError, ScannerAwayError, ScanResult, answers, scan

EICAR_LIKE = b"X5O-uji-virus"


class Daemon(socketserver.BaseRequestHandler):
    """Speaks as much of clamd as we use; `received` keeps what came."""

    received: list[bytes] = []
    limit = 1_000_000

    def handle(self):
        command = self.until_nul()
        if command == b"zPING":
            self.request.sendall(b"PONG\0")
            return
        assert command == b"zINSTREAM"
        content = b""
        while length := int.from_bytes(self.exactly(4), "big"):
            content += self.exactly(length)
            if len(content) > self.limit:
                self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.received.append(content)
        found = b"stream: Uji-Signature FOUND\0" if EICAR_LIKE in content else b"stream: OK\0"
        self.request.sendall(found)

    def until_nul(self):
        read = b""
        while not read.endswith(b"\0"):
            read += self.request.recv(1)
        return read[:-1]

    def exactly(self, count):
        read = b""
        while len(read) < count:
            read += self.request.recv(count - len(read))
        return read


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@pytest.fixture
def clamd():
    """Serve a daemon while the test runs; the value is its address."""
    with Server(("127.0.0.1", 0), Daemon) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"tcp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def ask(address, content):
    return scan(address, io.BytesIO(content), timeout=5)


def test_scan_when_clean_then_the_daemon_saw_every_byte(clamd):
    content = bytes(range(256)) * 1000

    assert ask(clamd, content) == ScanResult("")
    assert Daemon.received[-1] == content


def test_scan_when_infected_then_the_signature_is_named(clamd):
    result = ask(clamd, b"a" + EICAR_LIKE + b"z")

    assert (result.threat, result.is_clean) == ("Uji-Signature", False)


def test_scan_when_too_large_for_the_daemon_then_not_scanned_and_why(clamd):
    with pytest.raises(FileNotScannedError, match="size limit exceeded"):
        ask(clamd, b"a" * 3_000_000)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:///tidak/ada.ctl"])
def test_scan_when_nobody_is_there_then_away(address):
    assert answers(address, timeout=1) is False
    with pytest.raises(ScannerAwayError):
        ask(address, b"x")


def test_answers_when_there_then_yes(clamd):
    assert answers(clamd, timeout=5) is True


def test_scan_over_a_socket_file(tmp_path):
    path = str(tmp_path / "clamd.ctl")
    with socketserver.ThreadingUnixStreamServer(path, Daemon) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

        assert ask(f"unix://{path}", b"x") == ScanResult("")
        server.shutdown()


def test_scan_when_the_file_breaks_off_while_read_then_its_own_fault_and_not_the_daemons(clamd):
    class Broken:
        def read(self, _size):
            raise OSError("disk")

    with pytest.raises(FileNotScannedError, match="disk"):
        scan(clamd, Broken(), timeout=5)
