"""The minutes of a plenary as PDF. The content is data to the template; none of it is mark-up."""

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from paritrana.lib.indonesian import day_text, time_text

TEMPLATE = Path(__file__).with_name("minutes.typ")
NOTHING = "–"


def minutes_pdf(content: Mapping[str, Any], digest: str) -> bytes:
    """Return the PDF of the content, with its digest on every page."""
    return _pdf(content, as_read(content), digest, _LABELS)


def minutes_copy_pdf(content: Mapping[str, Any], digest: str, *, reader: str) -> bytes:
    """Return the PDF of redacted content: it names itself a copy, its reader, and the digest of the full minutes."""
    return _pdf(content, {**as_read(content), "reader": reader}, digest, {**_LABELS, **_COPY_LABELS})


def _pdf(content: Mapping[str, Any], shown: Mapping[str, Any], digest: str, labels: Mapping[str, str]) -> bytes:
    """Return the same bytes each time: the paper's own date is that of the end of the sitting."""
    inputs = {
        "minutes": json.dumps(shown, ensure_ascii=False),
        "digest": digest,
        "labels": json.dumps(labels, ensure_ascii=False),
    }
    pdf: bytes = typst.compile(TEMPLATE.read_bytes(), sys_inputs=inputs, timestamp=_second(content["closed_at"]))
    return pdf


def as_read(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content with its moments and days as Indonesians write them."""
    decree = content["decree_number"] or NOTHING
    if content["decree_on"]:
        decree += f", {_day(content['decree_on'])}"
    return {
        **content,
        "decree": decree,
        "opened_at": _moment(content["opened_at"]),
        "closed_at": _moment(content["closed_at"]),
        "jurors": [{**juror, "left_on": _day(juror["left_on"])} for juror in content["jurors"]],
    }


def _second(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text).timestamp())


def _moment(text: str | None) -> str:
    return time_text(datetime.datetime.fromisoformat(text)) if text else NOTHING


def _day(text: str | None) -> str | None:
    return day_text(datetime.date.fromisoformat(text)) if text else None


# The document is Indonesian in every language of the interface: it is signed as it is.
_LABELS = {
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
_COPY_LABELS = {
    "title": "Salinan Berita Acara Sidang Pleno",
    "copy_for": "Salinan untuk",
    "left_out": "Butir tentang peserta yang berbenturan kepentingan dengan pembaca tidak dimuat dalam salinan ini: "
    "putusan, benturan kepentingan, dan catatan yang menyebutnya, serta sidik jari nilai dan hasil. "
    "Naskah lengkap disimpan sekretariat.",
    "full": "Sidik jarinya",
    "none": "Tidak ada selain yang tidak dimuat.",
    "this": "Sidik jari naskah lengkap",
    "signed": "Pembaca menandatangani butir yang dimuat dalam salinan ini.",
}
