import ast
import contextlib
import datetime
import http.server
import socket
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from paritrana.lib import outward
from paritrana.lib.outward import OutwardAnswer, OutwardRefusedError, OutwardRequest, ask, is_public

HOSTS = frozenset({"mitra.example"})
NETWORK = {
    "socket",
    "ssl",
    "http.client",
    "urllib.request",
    "smtplib",
    "imaplib",
    "ftplib",
    "requests",
    "httpx",
    "urllib3",
    "aiohttp",
}
# Who opens lines, and why: the door itself, the scanner of CLAMAV_URL, the free port that `up` looks for, mail, and the
# look at the certificate of SITE_ADDRESS.
DOORS = {
    "paritrana/lib/outward.py",
    "paritrana/lib/virus_scan.py",
    "paritrana/lib/certificates.py",
    "paritrana/jobs/management/commands/up.py",
    "paritrana/mail/delivery.py",
    "paritrana/mail/mailbox.py",
    "paritrana/accounts/adapters.py",
    "paritrana/web_worker.py",
}


@pytest.mark.parametrize(
    "url",
    [
        "http://mitra.example/",
        "https://mitra.example:8443/",
        "https://a:b@mitra.example/",
        "https://lain.example/",
        "https://mitra.example.lain.example/",
        "file:///etc/passwd",
        "https://169.254.169.254/latest/",
    ],
)
def test_ask_when_not_https_to_an_allowed_host_then_nothing_leaves(url, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_options: pytest.fail("it was looked up"))

    with pytest.raises(OutwardRefusedError):
        ask(OutwardRequest(url), hosts=HOSTS)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.114.9", True),
        ("2a00:1450:4001::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to refuse
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:0a00:0001::", False),
        ("224.0.0.1", False),
    ],
)
def test_is_public_when_an_address_is_asked_about_then_only_the_public_network_is(address, expected):
    assert is_public(address) == expected


def test_ask_when_one_of_the_addresses_is_private_then_nothing_leaves(monkeypatch):
    found = [(0, 0, 0, "", ("203.0.114.9", 443)), (0, 0, 0, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_options: found)

    with pytest.raises(OutwardRefusedError, match="not public"):
        ask(OutwardRequest("https://mitra.example/"), hosts=HOSTS)


class Partner(http.server.BaseHTTPRequestHandler):
    answers = {"/": (200, b"baik"), "/pindah": (302, b""), "/panjang": (200, b"x" * (outward.LONGEST_ANSWER + 1))}
    asked: list[str] = []

    def do_GET(self):
        status, body = self.answers[self.path]
        self.asked.append(self.path)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):  # who asked has heard enough
            self.wfile.write(body)

    def log_message(self, *_said):
        pass


@pytest.fixture
def partner(tmp_path, monkeypatch):
    """An https server of that host on this machine, which stands for one of the public network."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mitra.example")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("mitra.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    (tmp_path / "site.pem").write_bytes(
        pem
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Partner)
    proof = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    proof.load_cert_chain(tmp_path / "site.pem")
    server.socket = proof.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    real, trusted = socket.create_connection, ssl.create_default_context(cadata=pem.decode())
    monkeypatch.setattr(outward, "public_address", lambda _host: "127.0.0.1")
    monkeypatch.setattr(socket, "create_connection", lambda _to, *rest: real(server.server_address, *rest))
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusted)
    Partner.asked = []
    yield
    server.shutdown()
    server.server_close()


def test_ask_when_the_host_proves_itself_then_its_answer(partner):
    assert ask(OutwardRequest("https://mitra.example/"), hosts=HOSTS) == OutwardAnswer(200, b"baik")


def test_ask_when_the_answer_leads_elsewhere_then_not_followed(partner):
    assert ask(OutwardRequest("https://mitra.example/pindah"), hosts=HOSTS) == OutwardAnswer(302, b"")
    assert Partner.asked == ["/pindah"]


def test_ask_when_the_answer_is_too_long_then_not_taken(partner):
    with pytest.raises(OutwardRefusedError, match="too long"):
        ask(OutwardRequest("https://mitra.example/panjang"), hosts=HOSTS)


def test_ask_when_the_certificate_is_another_hosts_then_refused(partner):
    with pytest.raises(ssl.SSLCertVerificationError):
        ask(OutwardRequest("https://lain.example/"), hosts={"lain.example"})


def test_modules_when_they_import_the_network_then_they_are_one_of_the_doors():
    root = Path(settings.BASE_DIR)
    found = set()
    for folder in ("paritrana", "awards", "regions", "ministries", "employers"):
        for path in (root / folder).rglob("*.py"):
            if "tests" not in path.parts and not NETWORK.isdisjoint(_imported(path)):
                found.add(path.relative_to(root).as_posix())

    assert found == DOORS


def _imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
