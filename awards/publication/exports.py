"""The annex of the decree as PDF: who receives which prize, and what proves it. Indonesian: an official paper."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

from awards.editions.models import Edition
from awards.jury.models.plenary import Minutes
from awards.publication.models import Prize, Publication, UnawardedPrize
from awards.publication.selectors.unawarded import official_reason, published_unawarded
from awards.submissions.exports.letters import NOTHING, LetterPart, PrintedLetter, letter_pdf
from paritrana.lib.indonesian import day_text, time_text

ILLUSTRATIVE = "Peragaan: edisi ini ilustratif, dan lampiran ini bukan keputusan."
PROOF = (
    "Siapa pun dapat memeriksa hasil ini tanpa mempercayai penyelenggara: unduh berkas pengumuman dari halaman "
    "hasil, lalu jalankan «manage.py verify --bundle BERKAS --public-key KUNCI» dengan kunci di atas."
)


def decree_annex(publication: Publication) -> bytes:
    """Return the annex of a final publication as PDF. Raises ValueError for one that is not final: it has none."""
    return letter_pdf(annex_letter(publication), made_at=publication.final_at)


def annex_letter(publication: Publication) -> PrintedLetter:
    """Return the annex's words, from what was frozen and signed."""
    if publication.final_at is None:
        raise ValueError(f"{publication} is not final")
    category, edition = publication.category, publication.category.edition
    return PrintedLetter(
        eyebrow="Lampiran keputusan",
        title=f"Penerima penghargaan {category.name}",
        facts=(
            ("Edisi", edition.brand_label),
            ("Keputusan", _decree(edition)),
            ("Pengumuman nomor", str(publication.number)),
            *_corrected(publication),
            ("Final", time_text(publication.final_at)),
        ),
        sections=(
            *_prizes(publication),
            *_withdrawn(publication),
            *_ties(publication),
            _approvals(publication),
            _proof(publication),
        ),
        notes=((ILLUSTRATIVE, PROOF) if edition.is_illustrative else (PROOF,)),
        footer=f"Pengumuman {publication.number} · {publication.digest}",
    )


def _in_lines(signature: str) -> str:
    """Return 128 figures as two texts of 64, which a line can hold."""
    return f"{signature[:64]} {signature[64:]}"


def _decree(edition: Edition) -> str:
    if not edition.decree_number:
        return NOTHING
    return f"{edition.decree_number}, {day_text(edition.decree_on)}" if edition.decree_on else edition.decree_number


def _corrected(publication: Publication) -> Iterator[tuple[str, str]]:
    if publication.corrects is not None:
        yield "Memperbaiki", f"pengumuman nomor {publication.corrects.number} ({publication.corrects.digest})"
        yield "Alasan", publication.reason


def _prizes(publication: Publication) -> Iterator[LetterPart]:
    """Yield a part a group, in the order of the slots, then what nobody won; a category without winners says so."""
    groups: dict[tuple[int, str], list[Prize]] = {}
    rows = publication.prizes.select_related("entry").order_by("position", "group_key", "rank", "pk")
    for prize in rows:
        groups.setdefault((0, "") if not prize.group_key else (1, prize.group_name), []).append(prize)
    for (_place, name), prizes in sorted(groups.items(), key=lambda group: group[0]):
        yield LetterPart(name or "Penerima", rows=tuple((prize.label, prize.winner) for prize in prizes))
    without = tuple((_official_name(one), official_reason(one)) for one in published_unawarded(publication))
    if without:
        yield LetterPart("Tanpa pemenang", rows=without)
    if not groups and not without:
        yield LetterPart("Penerima", "Tidak ada penerima pada kategori ini.")


def _official_name(prize: UnawardedPrize) -> str:
    return f"{prize.label} ({prize.group_name})" if prize.group_name else prize.label


def _withdrawn(publication: Publication) -> Iterator[LetterPart]:
    """Yield the prizes that were taken back, as the signed head names them."""
    found = json.loads(publication.payload).get("withdrawn", ())
    if found:
        rows = tuple((one["label"], f"{one['name']}: {_withdrawal_words(one)}") for one in found)
        yield LetterPart("Juara yang dicabut", rows=rows)


def _withdrawal_words(one: dict[str, Any]) -> str:
    place = "peringkat berikutnya naik mengisi tempatnya" if one["is_filled"] else "tempatnya tidak diisi"
    return f"dicabut {time_text(datetime.datetime.fromisoformat(one['withdrawn_at']))}; {place}. {one['reason']}"


def _ties(publication: Publication) -> Iterator[LetterPart]:
    if publication.tie_decision:
        yield LetterPart("Keputusan atas nilai seri", publication.tie_decision)


def _approvals(publication: Publication) -> LetterPart:
    given = publication.sign_offs.select_related("user").order_by("at", "pk")
    rows = tuple((f"{one.user.get_full_name()} ({one.get_capacity_display()})", time_text(one.at)) for one in given)
    reasons = sorted({one.exemption for one in given if one.exemption})
    told = f"Keduanya diizinkan memutuskan bersama: {' '.join(reasons)}" if reasons else ""
    return LetterPart("Disetujui oleh dua orang", told, rows)


def _proof(publication: Publication) -> LetterPart:
    written = Minutes.objects.filter(
        plenary__panel__category=publication.category_id, written_at__lte=publication.final_at
    )
    minutes = [(f"Berita acara nomor {one.number}", one.digest) for one in written.order_by("written_at", "pk")]
    return LetterPart(
        "Bukti",
        rows=(
            ("Sidik jari hasil", publication.digest),
            ("Sidik jari perhitungan", publication.run.result_digest),
            *minutes,
            ("Kunci publik (Ed25519)", publication.public_key),
            ("Tanda tangan", _in_lines(publication.signature)),
        ),
    )
