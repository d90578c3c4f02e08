"""The end of a certificate is read from a file and from a site, also when it has passed; absence is told apart."""

import datetime
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from paritrana.lib.certificates import CertificateAbsentError, end_at_site, end_in_file

END = datetime.datetime(2026, 3, 2, 5, 0, tzinfo=datetime.UTC)


@pytest.fixture
def pem(tmp_path):
    """A certificate that ended, with its key behind it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "situs.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(END - datetime.timedelta(days=90))
        .not_valid_after(END)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = tmp_path / "site.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return file


def test_end_when_in_a_file_then_of_its_first_certificate(pem):
    assert end_in_file(pem) == END


@pytest.mark.parametrize("content", [None, b"tidak ada"], ids=["absent", "no certificate"])
def test_end_when_the_file_holds_none_then_absent(tmp_path, content):
    file = tmp_path / "site.pem"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CertificateAbsentError):
        end_in_file(file)


def test_end_when_shown_by_a_site_then_read_although_it_has_passed(pem):
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(pem)
    with socket.create_server(("127.0.0.1", 0)) as server:
        visit = threading.Thread(target=serve_once, args=(server, shown))
        visit.start()
        found = end_at_site("127.0.0.1", server.getsockname()[1])
        visit.join()

    assert found == END


def serve_once(server, shown):
    line, _address = server.accept()
    with line, shown.wrap_socket(line, server_side=True):
        pass


def test_end_when_the_site_is_away_then_absent():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    with pytest.raises(CertificateAbsentError, match=r"127\.0\.0\.1"):
        end_at_site("127.0.0.1", port, seconds=0.5)
