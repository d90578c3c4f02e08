"""Synthetic evidence: small PDF files that say so on every page, the same bytes for the same answers."""

import datetime
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import typst
from django.conf import settings

from awards.rulebooks.parsing.regulations import StatedRegulation
from awards.submissions.models.answers import Submission
from awards.submissions.services.evidence import attach_file, cite_page
from paritrana.accounts.models import User
from paritrana.lib.indonesian import number_text

TEMPLATE = Path(__file__).with_name("paper.typ")
DATED = 1_735_689_600  # 1 January 2025: a file carries no other day than that of the period's end
PROOF_PAGE = 2
NO_TEXT = "Halaman ini hanya mengisi tempat naskah yang sebenarnya."


def attach_papers(submission: Submission, answers: Mapping[str, str], *, officer: User, at: datetime.datetime) -> None:
    """Put a file that cites its page on the answers which the jury's criterion rests on.

    None where files are scanned: the demo waits for no scanner, and a file that waits for one keeps a result from
    being final.
    """
    if settings.CLAMAV_URL:
        return
    for question, (title, pages) in _papers(answers).items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{question}-sintetis.pdf"
            path.write_bytes(paper_pdf(title, submission.entry.name, pages))
            evidence = attach_file(
                submission=submission, question=question, original_name=path.name, path=path, actor=officer, at=at
            )
        cite_page(evidence=evidence, page=PROOF_PAGE, at=at)


def paper_pdf(title: str, entry: str, pages: Mapping[str, list[str]]) -> bytes:
    """Return a PDF with one page for each heading and its lines."""
    paper = {
        "title": title,
        "entry": entry,
        "pages": [{"heading": heading, "lines": lines} for heading, lines in pages.items()],
    }
    pdf: bytes = typst.compile(
        TEMPLATE.read_bytes(), sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)}, timestamp=DATED
    )
    return pdf


def _papers(answers: Mapping[str, str]) -> dict[str, tuple[str, dict[str, list[str]]]]:
    """Return title and pages of each file, by question; what is claimed stands on the second page."""
    rules = [StatedRegulation(**row) for row in json.loads(answers["peraturan"])]
    return {
        "pekerja_rentan": (
            "Keputusan tentang penerima perlindungan pekerja rentan",
            {
                "Keputusan": [NO_TEXT],
                "Lampiran I. Jumlah penerima dan anggaran": [
                    f"Penerima pada 2024: {number_text(int(answers['pekerja_rentan']))} orang",
                    f"Iuran yang dibayar: Rp{number_text(int(answers['anggaran_rentan']))}",
                ],
                "Lampiran II. Daftar penerima": ["Demo tidak memuat nama orang."],
            },
        ),
        "peraturan": (
            "Salinan peraturan tentang perlindungan pekerja",
            {
                "Sampul": [NO_TEXT],
                "Peraturan dan isinya": [f"{rule}: {rule.details() or 'tanpa ketentuan khusus'}" for rule in rules],
            },
        ),
    }
