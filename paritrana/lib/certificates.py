"""Until when a TLS certificate holds: one in a file, or the one that a site shows to whoever comes.

Trusts nothing and sends nothing: the certificate is only read, so that one that ended yesterday can be told from a site
that is away.
"""

import datetime
import socket
import ssl
from pathlib import Path

from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificate

SECONDS = 5.0


class CertificateAbsentError(Exception):
    """No certificate is to be had; the message says why, for the log."""


def end_in_file(file: Path) -> datetime.datetime:
    """Return the end of the first certificate of a PEM file, which is the site's own."""
    try:
        return load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc
    except (OSError, ValueError) as error:
        raise CertificateAbsentError(f"{file}: {error}") from error


def end_at_site(host: str, port: int, *, seconds: float = SECONDS) -> datetime.datetime:
    """Return the end of the certificate that a host shows."""
    reader = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    reader.check_hostname = False
    reader.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, port), seconds) as line,
            reader.wrap_socket(line, server_hostname=host) as secured,
        ):
            shown = secured.getpeercert(binary_form=True)
        return load_der_x509_certificate(shown or b"").not_valid_after_utc
    except (OSError, ValueError) as error:
        raise CertificateAbsentError(f"{host}: {error}") from error
