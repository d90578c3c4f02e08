"""Certificates as PDF/A-2a and PDF/UA-1, and all of a result as one zip. Indonesian: official papers.

The same certificate gives the same bytes on every machine and on every day: only typst's own fonts, and its time of
issue as the time of the file.
"""

import datetime
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import IO, Any, Literal
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import typst
from django.utils.translation import gettext as _

from awards.ceremony.papers.models import Certificate
from awards.submissions.exports.letters import qr_drawing
from paritrana.lib.indonesian import day_text, number_text
from paritrana.lib.typed_codes import grouped

TEMPLATE = Path(__file__).with_name("certificate.typ")
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
LAYOUT = 1
"""Raised when the same certificate would be printed otherwise."""

HEADING = "Piagam Penghargaan"
DEMONSTRATION = "PERAGAAN: bukan piagam sungguhan"
ISSUER = "Panitia Penghargaan Paritrana"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The day of every member: a zip knows no earlier one, and the day of writing would make every zip another."""


class NotPrintableError(Exception):
    """A name holds signs that no font at hand can print, or does not fit; the message names the certificate."""


def certificate_pdf(certificate: Certificate, *, site: str) -> bytes:
    """Return the paper; `site` is where the code is checked (the address of the page, without its code)."""
    said = printed_words(certificate, site=site)
    try:
        pdf: bytes = typst.compile(
            _template(),
            sys_inputs={"doc": json.dumps(said, ensure_ascii=False)},
            pdf_standards=[*STANDARDS],
            timestamp=int(certificate.issued_at.timestamp()),
            ignore_system_fonts=True,
        )
    except typst.TypstError as error:
        raise NotPrintableError(
            _("Piagam %(number)s tidak dapat dicetak: %(fault)s") % {"number": certificate.number, "fault": error}
        ) from error
    return pdf


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def printed_words(certificate: Certificate, *, site: str) -> dict[str, Any]:
    content = json.loads(certificate.content)
    result, prize, signing = content["result"], content["prize"], content["signing"]
    return {
        "heading": HEADING,
        "issuer": ISSUER,
        "keywords": [content["number"], f"versi {content['version']}", certificate.digest],
        "brand": content["edition"]["label"],
        "number": content["number"],
        "name": content["entry"]["name"],
        "prize": prize["label"],
        "class": _class(content),
        "demonstration": DEMONSTRATION if content["is_demonstration"] else "",
        "qr": qr_drawing(f"{site}{certificate.code}/"),
        "qr_said": f"Kode QR menuju {site}{certificate.code}/",
        "code": grouped(certificate.code),
        "site": site.partition("://")[2],
        "place": signing["place"],
        "day": day_text(datetime.date.fromisoformat(signing["day"])),
        "office": signing["office"],
        "signer": signing["signer"],
        "proof": [
            f"hasil {_ends(result['digest'])}",
            f"piagam {_ends(certificate.digest)}",
            *([f"catatan {number_text(result['trail'])}"] if result["trail"] is not None else []),
            f"versi {content['version']}",
        ],
    }


def _class(content: dict[str, Any]) -> str:
    edition, group = content["edition"], content["prize"]["group_name"]
    start, end = (datetime.date.fromisoformat(edition[name]) for name in ("period_start", "period_end"))
    is_year = (start.month, start.day, end.month, end.day, start.year) == (1, 1, 12, 31, end.year)
    period = str(end.year) if is_year else f"{day_text(start)} sampai {day_text(end)}"
    return ", ".join(filter(None, [content["category"]["name"], group, f"periode penilaian {period}"]))


def _ends(fingerprint: str) -> str:
    return f"{fingerprint[:8]}…{fingerprint[-4:]}"


def file_name(certificate: Certificate) -> str:
    return f"piagam-{certificate.number.replace('/', '-').lower()}-v{certificate.version}.pdf"


def write_zip(stream: IO[bytes], members: Iterable[tuple[str, bytes]]) -> None:
    """Write members as they come; the same ones give the same bytes. PDF is packed already, so nothing is packed."""
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for name, content in members:
            archive.writestr(ZipInfo(name, EARLIEST), content)
