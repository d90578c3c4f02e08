"""The feedback letter as PDF. Indonesian: a letter of the award."""

from awards.ceremony.papers.selectors.feedback import EntrantFeedback, FeedbackDesk, UsefulStep
from awards.publication.models import Publication
from awards.submissions.exports.letters import NOTHING, LetterPart, PrintedLetter, letter_pdf
from paritrana.lib.indonesian import time_text

EXACT = (
    "Setiap langkah dihitung ulang tepat oleh mesin nilai dengan juknis yang disegel, satu angka yang berubah, dan "
    "semua peserta lain tetap. Itu bukan janji untuk tahun berikut: juknis dan peserta lain dapat berubah."
)
TOO_LARGE = "Kategori ini terlalu besar untuk dihitung ulang bagi setiap peserta, jadi tidak ada langkah yang disebut."
CLOSED = "Edisi ini tidak membuka nilai, jadi surat ini tidak memuat angka hasil."


def feedback_pdf(desk: FeedbackDesk, told: EntrantFeedback) -> bytes:
    return letter_pdf(feedback_letter(desk.publication, told))


def feedback_letter(publication: Publication, told: EntrantFeedback) -> PrintedLetter:
    category, edition = publication.category, publication.category.edition
    final = publication.final_at
    return PrintedLetter(
        eyebrow="Surat umpan balik",
        title=told.name,
        facts=(
            ("Kategori", f"{category.name}, {edition.brand_label}"),
            ("Predikat", told.band or NOTHING),
            *((("Nilai akhir", _comma(told.score)),) if told.score else ()),
            *((("Peringkat", str(told.rank)),) if told.rank is not None and told.has_scores else ()),
            *((("Penghargaan", ", ".join(told.prizes)),) if told.prizes else ()),
            ("Hasil", f"pengumuman {publication.number}, final {time_text(final) if final else NOTHING}"),
        ),
        sections=(*_aspects(told), *_gaps(told), *_steps(told)),
        notes=tuple(filter(None, ["" if told.has_scores else CLOSED, edition.caveat])),
        footer=f"Umpan balik {told.name} · {publication.digest[:16]}…",
    )


def _aspects(told: EntrantFeedback) -> tuple[LetterPart, ...]:
    rows = tuple(
        (one.name, f"{_comma(one.own) or NOTHING} (median {_comma(one.median) or NOTHING})") for one in told.aspects
    )
    return (LetterPart("Aspek di samping median", rows=rows),) if rows else ()


def _gaps(told: EntrantFeedback) -> tuple[LetterPart, ...]:
    rows = tuple(
        (one.label, f"{one.verdict}: {one.claimed} menjadi {one.verified or NOTHING}. {one.reason}".strip())
        for one in told.gaps
    )
    text = "" if rows else "Verifikasi menerima semua jawaban sebagaimana diisi, atau tidak ada jawaban."
    return (LetterPart("Selisih yang ditemukan verifikasi", text, rows),)


def _steps(told: EntrantFeedback) -> tuple[LetterPart, ...]:
    if not told.has_scores:
        return ()
    title = "Tiga perbaikan yang paling berguna"
    if not told.is_tried:
        return (LetterPart(title, TOO_LARGE),)
    rows = tuple((one.criterion, _step(one)) for one in told.steps)
    nothing = "Tidak ada satu angka isian yang dapat menaikkan nilai akhir."
    return (LetterPart(title, EXACT if rows else nothing, rows),)


def _step(one: UsefulStep) -> str:
    rank = f", peringkat {one.rank}" if one.rank is not None else ""
    band = f", predikat {one.band}" if one.band else ""
    return (
        f"{one.figure}: dari {one.value} ke {one.wanted}. Nilai akhir naik {_comma(one.gain)} menjadi "
        f"{_comma(one.total)}{rank}{band}."
    )


def _comma(text: str) -> str:
    """Write a plain decimal as Indonesians do; what is no figure stays."""
    return text.replace(".", ",") if text.replace(".", "", 1).replace("-", "", 1).isdigit() else text
