"""The minutes of a plenary as PDF. The content is data to the template; none of it is mark-up."""

import json
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("minutes.typ")


def minutes_pdf(content: str, digest: str) -> bytes:
    """Return the PDF of the canonical content, with its digest on every page."""
    inputs = {"minutes": content, "digest": digest, "labels": json.dumps(_LABELS, ensure_ascii=False)}
    pdf: bytes = typst.compile(TEMPLATE.read_bytes(), sys_inputs=inputs)
    return pdf


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
