"""Letters as PDF, and two of them: a receipt and a whole submission. What people typed is data, never mark-up.

They are Indonesian in every language of the interface: they are official papers.
"""

import datetime
import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import segno
import typst

from awards.rulebooks.parsing.questionnaire import Questionnaire
from awards.submissions.models.answers import Submission, SubmissionState
from awards.submissions.selectors.reading import ReadLine, file_words, read_through
from awards.submissions.selectors.sheets import Sheet
from paritrana.lib.indonesian import time_text

TEMPLATE = Path(__file__).with_name("letter.typ")
NOTHING = "–"
DECLARATION = "Saya menyatakan jawaban dan bukti di atas benar, dan bersedia diperiksa di tempat."
SYNTHETIC = "Data sintetis: dibuat untuk peragaan, bukan isian sungguhan."


@dataclass(frozen=True, slots=True)
class LetterPart:
    title: str
    text: str = ""
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    eyebrow: str
    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[LetterPart, ...]
    notes: tuple[str, ...]
    footer: str
    qr: str = ""


def letter_pdf(letter: PrintedLetter, *, made_at: datetime.datetime | None = None) -> bytes:
    """Return the letter; with `made_at` as its time it is the same bytes on every machine and on every day."""
    said = {"doc": json.dumps(asdict(letter), ensure_ascii=False)}
    if made_at is None:
        pdf: bytes = typst.compile(TEMPLATE.read_bytes(), sys_inputs=said)
        return pdf
    kept: bytes = typst.compile(
        TEMPLATE.read_bytes(), sys_inputs=said, timestamp=int(made_at.timestamp()), ignore_system_fonts=True
    )
    return kept


def qr_drawing(address: str) -> str:
    stream = io.BytesIO()
    segno.make(address, error="m").save(stream, kind="svg", scale=4, border=1)
    return stream.getvalue().decode()


def _sender(submission: Submission) -> tuple[tuple[str, str], ...]:
    entry = submission.entry
    account = submission.submitted_by.get_full_name() if submission.submitted_by else ""
    person = ", ".join(filter(None, [submission.signatory_name or account, submission.signatory_office])) or NOTHING
    sent = time_text(submission.submitted_at) if submission.submitted_at else NOTHING
    return (
        ("Peserta", entry.name),
        ("Kategori", f"{entry.category.name}, {entry.category.edition}"),
        ("Dikirim", sent),
        ("Oleh", person),
    )


def caveats(submission: Submission) -> tuple[str, ...]:
    edition = submission.entry.category.edition
    return tuple(filter(None, [SYNTHETIC if submission.entry.is_synthetic else "", edition.caveat]))


def receipt_pdf(submission: Submission, *, address: str) -> bytes:
    """Return the receipt; the code leads to the receipt's page, which asks to sign in."""
    return letter_pdf(
        PrintedLetter(
            eyebrow="Tanda terima isian",
            title=submission.receipt_number,
            facts=_sender(submission),
            sections=(
                LetterPart(
                    "Sidik jari (SHA-256)",
                    rows=(("Isian", submission.digest), ("Juknis", submission.rulebook_digest)),
                ),
            ),
            notes=("Sidik jari berubah bila satu huruf saja dalam isian berubah.", *caveats(submission)),
            footer=f"Tanda terima {submission.receipt_number}",
            qr=qr_drawing(address),
        )
    )


def _line_told(line: ReadLine) -> str:
    """Return what the page "Periksa jawaban" says of an answer, line by line."""
    item = line.item
    note = f"Keterangan: {item.answer.note}" if item.answer and item.answer.note else ""
    is_made = line.registry is not None and line.registry.is_synthetic
    distance = f"{line.distance} (sintetis)" if is_made else line.distance
    files = [f"Berkas: {file_words(file)} ({file.sha256[:12]}…)" for file in item.evidence]
    missing = f"Belum lengkap: {item.missing}" if item.missing else ""
    return "\n".join(filter(None, [item.shown or NOTHING, note, distance, *files, missing]))


def submission_pdf(submission: Submission, questionnaire: Questionnaire, filled: Sheet) -> bytes:
    """Return the whole form as the page "Periksa jawaban" shows it, and once it was sent its declaration."""
    parts = [
        LetterPart(
            f"{section.section.number} {section.section.name}",
            rows=tuple(
                (f"{line.item.question.number} {line.item.question.label}", _line_told(line)) for line in section.lines
            ),
        )
        for section in read_through(submission, filled)
    ]
    if submission.signatory_name and submission.state == SubmissionState.SUBMITTED:
        parts.append(
            LetterPart(
                "Pernyataan",
                DECLARATION,
                rows=(("Nama lengkap", submission.signatory_name), ("Jabatan", submission.signatory_office or NOTHING)),
            )
        )
    number = submission.receipt_number or "draf, belum dikirim"
    return letter_pdf(
        PrintedLetter(
            eyebrow=questionnaire.title,
            title=submission.entry.name,
            facts=(("Nomor tanda terima", number), *_sender(submission)),
            sections=tuple(parts),
            notes=caveats(submission),
            footer=f"{submission.entry.name} · {number}",
        )
    )
