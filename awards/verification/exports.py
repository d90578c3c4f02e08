"""The decision on an objection as PDF, Indonesian in every language of the interface: an official paper."""

from collections.abc import Sequence

from awards.rulebooks.parsing.questionnaire import Question
from awards.submissions.exports.letters import NOTHING, LetterPart, PrintedLetter, caveats, letter_pdf
from awards.submissions.parsing.answers import shown_answer
from awards.verification.models import Objection, ObjectionState
from paritrana.lib.indonesian import day_text, time_text


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
    ruled = (
        ("Putusan semula", str(finding.get_verdict_display())),
        ("Alasan putusan semula", finding.reason or NOTHING),
    )
    noted = (("Catatan verifikator", finding.note),) if finding.note else ()
    submission = finding.answer.submission
    is_upheld = objection.state == ObjectionState.UPHELD and objection.new_finding is not None
    final = objection.new_finding if is_upheld and objection.new_finding else finding
    decided_by = objection.decided_by.get_full_name() if objection.decided_by else NOTHING
    decided = time_text(objection.decided_at) if objection.decided_at else NOTHING
    sections: Sequence[LetterPart] = (
        LetterPart(f"Pertanyaan {question.number}", question.label),
        LetterPart(
            "Pokok sanggahan",
            objection.text,
            (
                ("Nilai sebelum sanggahan", _value(question, finding.verified_value)),
                *ruled,
                *noted,
                *_proof(objection),
            ),
        ),
        LetterPart(
            "Putusan: sanggahan diterima" if is_upheld else "Putusan: sanggahan ditolak",
            objection.decision,
            (("Nilai yang berlaku", _value(question, final.verified_value)),),
        ),
    )
    return letter_pdf(
        PrintedLetter(
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
                *caveats(submission),
            ),
            footer=f"Putusan sanggahan {submission.receipt_number} / {question.number}",
        )
    )
