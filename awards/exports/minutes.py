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


def minutes_pdf(content: str, digest: str) -> bytes:
    """Return the PDF of the canonical content, with its digest on every page."""
    shown = json.dumps(as_read(json.loads(content)), ensure_ascii=False)
    inputs = {"minutes": shown, "digest": digest, "labels": json.dumps(_LABELS, ensure_ascii=False)}
    pdf: bytes = typst.compile(TEMPLATE.read_bytes(), sys_inputs=inputs)
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
