"""What can be wrong with a publication, by name, and the sentence for each."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FaultKind(StrEnum):
    """Every difference between two things that must be the same."""

    PAYLOAD = "payload"
    SIGNATURE = "signature"
    KEY = "key"
    FILE = "file"
    PUBLISHED_ROW = "published_row"
    CATEGORY = "category"
    RUN = "run"
    RUN_DIGEST = "run_digest"
    RUN_SCORE = "run_score"
    RUN_RANK = "run_rank"
    RUN_PLACE = "run_place"
    RUN_ROWS = "run_rows"
    NODE = "node"
    FROZEN_INPUT = "frozen_input"
    FROZEN_MARK = "frozen_mark"
    INTERVAL = "interval"
    RECOMPUTED = "recomputed"
    RULEBOOK = "rulebook"
    PRIZE_WINNER = "prize_winner"
    PRIZE_LABEL = "prize_label"
    PRIZE = "prize"
    PRIZE_WITHDRAWN = "prize_withdrawn"
    CORRECTS = "corrects"
    WORDS = "words"
    TIME = "time"
    EMBARGO = "embargo"
    VISIBILITY = "visibility"
    ENTRY_NAME = "entry_name"
    SIGNER = "signer"
    UNRECORDED = "unrecorded"
    LIVE_MARK = "live_mark"
    CONFLICT = "conflict"
    MINUTES = "minutes"
    TRAIL = "trail"
    TRAIL_CUT = "trail_cut"
    GUARD = "guard"


WORDS: dict[FaultKind, str | Promise] = {
    FaultKind.PAYLOAD: _("Isi yang ditandatangani tidak sama dengan sidik jarinya."),
    FaultKind.SIGNATURE: _("Tanda tangan tidak cocok dengan isi yang ditandatangani."),
    FaultKind.KEY: _("Kunci tanda tangan tidak dikenal pemasangan ini, atau dipakai sesudah dinyatakan bocor."),
    FaultKind.FILE: _("Berkas hasil tidak ada, tidak terbaca, atau bukan yang ditandatangani."),
    FaultKind.PUBLISHED_ROW: _("Baris yang dibaca halaman publik berbeda dari berkas hasil."),
    FaultKind.CATEGORY: _("Pengumuman dipindahkan: kategori atau nomornya bukan yang ditandatangani."),
    FaultKind.RUN: _("Pengumuman menunjuk perhitungan lain daripada yang ditandatangani."),
    FaultKind.RUN_DIGEST: _("Sidik jari, benih, atau nomor perhitungan berbeda dari yang ditandatangani."),
    FaultKind.RUN_SCORE: _("Nilai peserta dalam perhitungan berbeda dari yang diumumkan atau dari hitung ulang."),
    FaultKind.RUN_RANK: _("Peringkat peserta dalam perhitungan berbeda dari yang diumumkan atau dari hitung ulang."),
    FaultKind.RUN_PLACE: _("Keterangan peserta dalam perhitungan berbeda dari yang diumumkan atau dari hitung ulang."),
    FaultKind.RUN_ROWS: _("Perhitungan punya baris peserta lebih atau kurang daripada yang diumumkan."),
    FaultKind.NODE: _("Nilai satu kriteria dalam perhitungan berbeda dari yang diumumkan atau dari hitung ulang."),
    FaultKind.FROZEN_INPUT: _("Masukan beku perhitungan berubah."),
    FaultKind.FROZEN_MARK: _("Nilai juri yang dibekukan bersama perhitungan berubah."),
    FaultKind.INTERVAL: _("Rentang peringkat yang tersimpan berbeda dari yang diumumkan."),
    FaultKind.RECOMPUTED: _("Hitung ulang dari masukan beku memberi hasil lain."),
    FaultKind.RULEBOOK: _("Juknis yang tersimpan bukan juknis yang ditandatangani."),
    FaultKind.PRIZE_WINNER: _("Penerima juara berbeda dari yang ditandatangani."),
    FaultKind.PRIZE_LABEL: _("Sebutan juara berbeda dari yang ditandatangani."),
    FaultKind.PRIZE: _("Peringkat, kelompok, atau banyaknya juara berbeda dari yang ditandatangani."),
    FaultKind.PRIZE_WITHDRAWN: _("Juara yang dicabut bukan yang disebut dalam isi yang ditandatangani."),
    FaultKind.CORRECTS: _("Pengumuman yang dikoreksi bukan yang disebut dalam isi yang ditandatangani."),
    FaultKind.WORDS: _("Alasan atau keputusan pleno pada pengumuman berbeda dari yang ditandatangani."),
    FaultKind.TIME: _("Waktu pengumuman berbeda dari yang ditandatangani atau dari jejak audit."),
    FaultKind.EMBARGO: _("Waktu embargo berbeda dari jejak audit."),
    FaultKind.VISIBILITY: _("Keterbukaan nilai edisi berubah tanpa catatan dalam jejak audit."),
    FaultKind.ENTRY_NAME: _("Nama atau kode peserta berubah tanpa catatan dalam jejak audit."),
    FaultKind.SIGNER: _("Persetujuan akhir berbeda dari jejak audit: orang, kedudukan, catatan, atau waktunya."),
    FaultKind.UNRECORDED: _("Pembekuan, finalisasi, atau pengumuman tidak ada dalam jejak audit."),
    FaultKind.LIVE_MARK: _("Nilai pada lembar juri berubah tanpa catatan dalam jejak audit."),
    FaultKind.CONFLICT: _("Benturan kepentingan hilang atau berubah tanpa catatan dalam jejak audit."),
    FaultKind.MINUTES: _("Berita acara berbeda dari sidik jarinya atau dari jejak audit."),
    FaultKind.TRAIL: _("Jejak audit rusak."),
    FaultKind.TRAIL_CUT: _("Jejak audit tidak lagi memuat catatan yang menjadi ujungnya ketika hasil dibekukan."),
    FaultKind.GUARD: _("Penjaga basis data yang menolak perubahan hasil tidak terpasang."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One difference; `subject` is the row it was found at, `detail` what stood here and there."""

    kind: FaultKind
    subject: str = ""
    detail: str = ""

    @property
    def text(self) -> str:
        return str(WORDS[self.kind])
