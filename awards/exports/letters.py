"""Letters as PDF: a receipt, a whole submission, a decision. What people typed is data, never mark-up.

They are Indonesian in every language of the interface: they are official papers.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import segno
import typst

from awards.models.submissions import Submission
from awards.models.verification import Objection, ObjectionState
from awards.parsing.answers import shown_answer
from awards.parsing.questionnaire import Question, Questionnaire
from awards.selectors.submissions import Sheet
from paritrana.lib.indonesian import day_text, time_text

TEMPLATE = Path(__file__).with_name("letter.typ")
NOTHING = "–"
SYNTHETIC = "Data sintetis: dibuat untuk peragaan, bukan isian sungguhan."


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    text: str = ""
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    eyebrow: str
    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Part, ...]
    notes: tuple[str, ...]
    footer: str
    qr: str = ""


def letter_pdf(letter: Letter) -> bytes:
    pdf: bytes = typst.compile(
        TEMPLATE.read_bytes(), sys_inputs={"doc": json.dumps(asdict(letter), ensure_ascii=False)}
    )
    return pdf


def qr_drawing(address: str) -> str:
    stream = io.BytesIO()
    segno.make(address, error="m").save(stream, kind="svg", scale=4, border=1)
    return stream.getvalue().decode()


def _sender(submission: Submission) -> tuple[tuple[str, str], ...]:
    entry = submission.entry
    person = submission.submitted_by.get_full_name() if submission.submitted_by else NOTHING
    sent = time_text(submission.submitted_at) if submission.submitted_at else NOTHING
    return (
        ("Peserta", entry.name),
        ("Kategori", f"{entry.category.name}, {entry.category.edition}"),
        ("Dikirim", sent),
        ("Oleh", person),
    )


def _caveats(submission: Submission) -> tuple[str, ...]:
    edition = submission.entry.category.edition
    return tuple(filter(None, [SYNTHETIC if submission.entry.is_synthetic else "", edition.caveat]))


def receipt_pdf(submission: Submission, *, address: str) -> bytes:
    """Return the receipt; the code leads to the receipt's page, which asks to sign in."""
    return letter_pdf(
        Letter(
            eyebrow="Tanda terima isian",
            title=submission.receipt_number,
            facts=_sender(submission),
            sections=(
                Part(
                    "Sidik jari (SHA-256)",
                    rows=(("Isian", submission.digest), ("Juknis", submission.rulebook_digest)),
                ),
            ),
            notes=("Sidik jari berubah bila satu huruf saja dalam isian berubah.", *_caveats(submission)),
            footer=f"Tanda terima {submission.receipt_number}",
            qr=qr_drawing(address),
        )
    )


def submission_pdf(submission: Submission, questionnaire: Questionnaire, filled: Sheet) -> bytes:
    """Return every question with its answer, remark and files, as the sheet stands now."""
    parts = []
    for section in filled.sections:
        rows = []
        for item in section.items:
            files = [f"{file.original_name} ({file.sha256[:12]}…)" for file in item.evidence]
            note = item.answer.note if item.answer else ""
            told = "\n".join(filter(None, [item.shown or NOTHING, note, *files]))
            rows.append((f"{item.question.number} {item.question.label}", told))
        parts.append(Part(f"{section.section.number} {section.section.name}", rows=tuple(rows)))
    number = submission.receipt_number or "draf, belum dikirim"
    return letter_pdf(
        Letter(
            eyebrow=questionnaire.title,
            title=submission.entry.name,
            facts=(("Nomor tanda terima", number), *_sender(submission)),
            sections=tuple(parts),
            notes=_caveats(submission),
            footer=f"{submission.entry.name} · {number}",
        )
    )


def _value(question: Question, canonical: str) -> str:
    return shown_answer(question, canonical) or "tidak ada nilai"


def _proof(objection: Objection) -> tuple[tuple[str, str], ...]:
    file, proves_on = objection.evidence, objection.evidence_on
    if file is None or proves_on is None:
        return ()
    return (("Bukti", f"{file.original_name} ({file.sha256[:12]}…), keadaan {day_text(proves_on)}"),)


def decision_letter(objection: Objection, question: Question) -> bytes:
    """Return the decision on an objection with both values and the reasons of both sides."""
    finding = objection.finding
    submission = finding.answer.submission
    is_upheld = objection.state == ObjectionState.UPHELD and objection.new_finding is not None
    final = objection.new_finding if is_upheld and objection.new_finding else finding
    decided_by = objection.decided_by.get_full_name() if objection.decided_by else NOTHING
    decided = time_text(objection.decided_at) if objection.decided_at else NOTHING
    sections: Sequence[Part] = (
        Part(f"Pertanyaan {question.number}", question.label),
        Part(
            "Pokok sanggahan",
            objection.text,
            (("Nilai sebelum sanggahan", _value(question, finding.verified_value)), *_proof(objection)),
        ),
        Part(
            "Putusan: sanggahan diterima" if is_upheld else "Putusan: sanggahan ditolak",
            objection.decision,
            (("Nilai yang berlaku", _value(question, final.verified_value)),),
        ),
    )
    return letter_pdf(
        Letter(
            eyebrow="Putusan sanggahan",
            title=submission.entry.name,
            facts=(
                ("Nomor isian", submission.receipt_number),
                ("Diajukan", time_text(objection.lodged_at)),
                ("Diputus", decided),
                ("Oleh", decided_by),
            ),
            sections=tuple(sections),
            notes=(
                "Nilai ini dipakai dalam perhitungan yang diusulkan setelah putusan.",
                *_caveats(submission),
            ),
            footer=f"Putusan sanggahan {submission.receipt_number} / {question.number}",
        )
    )
