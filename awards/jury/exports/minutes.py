"""The minutes of a plenary as PDF. The content is data to the template; none of it is mark-up."""

import datetime
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import typst

from paritrana.lib.indonesian import day_text, number_text, time_text

TEMPLATE = Path(__file__).with_name("minutes.typ")
NOTHING = "–"


def minutes_pdf(content: Mapping[str, Any], digest: str) -> bytes:
    """Return the PDF of the content, with its digest on every page."""
    return _pdf(content, as_read(content), digest, _LABELS)


def minutes_copy_pdf(content: Mapping[str, Any], digest: str, *, reader: str) -> bytes:
    """Return the PDF of redacted content: it names itself a copy, its reader, and the digest of the full minutes."""
    shown = as_read(content)
    signers = [{**signer, "signs_copy": False} for signer in shown["signers"] if signer["name"] == reader]
    return _pdf(content, {**shown, "reader": reader, "signers": signers}, digest, {**_LABELS, **_COPY_LABELS})


def _pdf(content: Mapping[str, Any], shown: Mapping[str, Any], digest: str, labels: Mapping[str, Any]) -> bytes:
    """Return the same bytes each time: the paper's own date is that of the end of the sitting."""
    inputs = {
        "minutes": json.dumps(shown, ensure_ascii=False),
        "digest": digest,
        "labels": json.dumps(labels, ensure_ascii=False),
    }
    pdf: bytes = typst.compile(TEMPLATE.read_bytes(), sys_inputs=inputs, timestamp=_second(content["closed_at"]))
    return pdf


def as_read(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content with its moments, days and numbers as Indonesians write them; minutes of before lack parts."""
    decree = content["decree_number"] or NOTHING
    if content["decree_on"]:
        decree += f", {_day(content['decree_on'])}"
    shown = {
        **content,
        "decree": decree,
        "opened_at": _moment(content["opened_at"]),
        "closed_at": _moment(content["closed_at"]),
        "jurors": [{**juror, "left_on": _day(juror["left_on"])} for juror in content["jurors"]],
        "signers": _signers(content),
    }
    return shown | {part: [_row_as_read(row) for row in content[part]] for part in TOLD_PARTS if content.get(part)}


TOLD_PARTS = ("attendance", "replacements", "moderations", "reopened_cards", "panel_reopenings", "ranking", "winners")
MOMENTS = ("at", "opened_at", "closed_at", "arrived_at", "left_at")


def _row_as_read(row: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {name: _moment(row[name]) for name in MOMENTS if name in row}
    if "on" in row:
        said["on"] = _day(row["on"])
    if row.get("score"):
        said["score"] = number_text(Decimal(row["score"]))
    return {**row, **said}


def _signers(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return who signs: of the jurors who count, those who were in the room; of a sitting of before, who still served.

    Whoever is in conflict with an entry signs the own copy.
    """
    counting = [juror for juror in content["jurors"] if not juror["is_shadow"]]
    if content.get("attendance") is None:
        there = [juror for juror in counting if juror["left_on"] is None]
    else:
        present = {row["juror"] for row in content["attendance"]}
        there = [juror for juror in counting if juror["key"] in present]
    return [{"name": juror["name"], "signs_copy": juror.get("signs_copy", False)} for juror in there]


def _second(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text).timestamp())


def _moment(text: str | None) -> str:
    return time_text(datetime.datetime.fromisoformat(text)) if text else NOTHING


def _day(text: str | None) -> str | None:
    return day_text(datetime.date.fromisoformat(text)) if text else None


# The document is Indonesian in every language of the interface: it is signed as it is.
_LABELS: dict[str, Any] = {
    "title": "Berita Acara Sidang Pleno",
    "panel": "Tim penilai",
    "decree": "Nomor SK",
    "category": "Kategori",
    "edition": "Edisi",
    "opened": "Dibuka",
    "closed": "Ditutup",
    "present": "Tim penilai",
    "conflicts": "Benturan kepentingan yang dikonfirmasi",
    "none": "Tidak ada.",
    "decisions": "Putusan",
    "votes": "setuju / tidak setuju",
    "abstained": "abstain",
    "eligible": "kursi berhak",
    "attendance": "Yang hadir pada sidang",
    "attendance_unknown": "Kehadiran tidak dicatat pada sidang ini.",
    "arrived": "hadir sejak",
    "until": "sampai",
    "replacements": "Penggantian juri",
    "replaced_by": "digantikan oleh",
    "since": "sejak",
    "moderations": "Selisih nilai yang dibahas",
    "still_open": "belum ditutup",
    "reopened_cards": "Lembar nilai yang dibuka kembali",
    "void_cards": "Lembar nilai yang dibatalkan",
    "fresh_markings": "Peserta yang dinilai ulang oleh pengganti",
    "panel_reopenings": "Penilaian tim yang dibuka kembali",
    "result": "Hasil",
    "run": "Perhitungan nomor",
    "rank": "Peringkat",
    "entry": "Peserta",
    "group": "Kelompok",
    "score": "Nilai",
    "unranked": "tidak diperingkat",
    "tied": "seri",
    "winners": "Penerima juara",
    "unawarded": "Juara tanpa pemenang",
    "not_assessed": "Peserta yang tidak dinilai",
    "prize": "Sebutan",
    "corrects": "Berita acara ini memperbaiki berita acara nomor",
    "first": "Yang pertama: nomor",
    "changed": "Yang berubah",
    "reason": "Alasan",
    "public_key": "Kunci publik penanda tangan hasil (Ed25519)",
    "signs_copy": "menandatangani salinan",
    "parts": {
        "attendance": "kehadiran",
        "conflicts": "benturan kepentingan",
        "decisions": "putusan",
        "digests": "sidik jari",
        "fresh_markings": "penilaian ulang",
        "moderations": "pembahasan selisih",
        "panel_reopenings": "pembukaan kembali tim",
        "ranking": "peringkat dan nilai",
        "reopened_cards": "lembar yang dibuka kembali",
        "replacements": "penggantian juri",
        "winners": "penerima juara",
    },
    "note": "Catatan penutupan penilaian",
    "digests": "Sidik jari (SHA-256)",
    "rulebook": "Juknis",
    "marks": "Nilai juri yang dihitung",
    "run_input": "Masukan perhitungan yang dipakai",
    "run_result": "Hasil perhitungan yang dipakai",
    "this": "Berita acara ini",
    "signature": "Tanda tangan",
    "shadow": "juri bayangan",
    "chair": "ketua",
    "secretary": "sekretaris",
    "left": "selesai bertugas",
    "excused": "berhalangan",
}
_COPY_LABELS: dict[str, Any] = {
    "title": "Salinan Berita Acara Sidang Pleno",
    "copy_for": "Salinan untuk",
    "left_out": "Butir tentang peserta yang berbenturan kepentingan dengan pembaca tidak dimuat dalam salinan ini: "
    "putusan, benturan kepentingan, dan catatan yang menyebutnya; begitu pula peringkat, penerima juara, serta sidik "
    "jari nilai dan hasil. Nomor putusan sama dengan naskah lengkap. "
    "Naskah lengkap disimpan sekretariat.",
    "full": "Sidik jarinya",
    "none": "Tidak ada selain yang tidak dimuat.",
    "this": "Sidik jari naskah lengkap",
    "signed": "Pembaca menandatangani butir yang dimuat dalam salinan ini.",
}
