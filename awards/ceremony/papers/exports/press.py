"""The press book as PDF, with its reader's name across every page. Indonesian, as the papers are."""

import datetime
import json
from dataclasses import asdict
from pathlib import Path

import typst
from django.utils.translation import gettext as _

from awards.ceremony.papers.exports.certificates import ISSUER, STANDARDS, NotPrintableError
from awards.ceremony.papers.models import PressPass
from awards.ceremony.papers.selectors.press import PressBook
from paritrana.lib.indonesian import time_text

TEMPLATE = Path(__file__).with_name("press.typ")
PROMISE = (
    "Salinan ini hanya untuk pembaca yang namanya tercetak di setiap halaman. Jangan dibagikan, dikutip, atau "
    "ditayangkan sebelum akhir embargo yang tertulis pada setiap hasil. Setiap pembacaan dicatat."
)


def press_pdf(book: PressBook, press_pass: PressPass, *, at: datetime.datetime) -> bytes:
    """Raise NotPrintableError where a name holds a sign that no font of the paper has."""
    reader = f"{press_pass.full_name}, {press_pass.medium}"
    said = {
        "title": f"Buku pers {book.edition.brand_label}",
        "issuer": ISSUER,
        "holder": f"Untuk {reader}",
        "mark": f"{reader} · {time_text(at)}",
        "footer": f"{reader} · diambil {time_text(at)}",
        "notes": list(filter(None, [PROMISE if book.has_embargo else "", book.edition.caveat])),
        "results": [
            {
                "name": one.name,
                "embargo": "Sudah terbuka untuk umum." if one.is_public else f"Embargo sampai {time_text(one.since)}.",
                "prizes": [asdict(prize) for prize in one.prizes],
            }
            for one in book.results
        ],
    }
    try:
        pdf: bytes = typst.compile(
            TEMPLATE.read_bytes(),
            sys_inputs={"doc": json.dumps(said, ensure_ascii=False)},
            pdf_standards=[*STANDARDS],
            timestamp=int(at.timestamp()),
            ignore_system_fonts=True,
        )
    except typst.TypstError:
        raise NotPrintableError(
            _(
                "Buku pers ini tidak dapat dicetak: satu nama memuat tanda yang tidak ada dalam huruf cetak. "
                "Halamannya utuh."
            )
        ) from None
    return pdf
