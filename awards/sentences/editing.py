"""Edits of a draft rulebook: why one was refused, and what each did, as a line of its history."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    "edit.unreadable": _("Teks juknis bukan TOML yang sah, jadi pohonnya tidak dapat digambar. Perbaiki sebagai teks."),
    "edit.no-tree": _(
        "Kriteria pada teks juknis belum berupa satu pohon: kode ganda, induk yang tidak ada, atau lebih dari satu "
        "puncak. Perbaiki sebagai teks."
    ),
    "edit.text-only": _(
        "Bagian ini ditulis dengan cara yang tidak dapat diubah dari sini dengan pasti. Tidak ada yang berubah; ubah "
        "sebagai teks."
    ),
    "edit.nothing": _("Tidak ada yang berubah: keadaannya sudah demikian."),
    "edit.gone": _("Kriteria itu sudah tidak ada. Tidak ada yang berubah; muat ulang halaman."),
    "edit.top-stays": _("Puncak tidak dapat dipindahkan, disalin, atau dihapus."),
    "edit.cases-as-text": _(
        "Contoh pada juknis ini tertulis dengan cara yang hanya dapat diubah lewat «Lihat sebagai teks». Tidak ada "
        "yang berubah."
    ),
    "edit.case-gone": _("Contoh itu sudah tidak ada. Muat ulang halaman; tidak ada yang berubah."),
    "edit.case-added": _("Contoh «{name}» ditambahkan."),
    "edit.case-changed": _("Contoh «{name}» diubah."),
    "edit.case-renamed": _("Contoh «{before}» diubah, kini bernama «{after}»."),
    "edit.case-removed": _("Contoh «{name}» dihapus."),
    "edit.gate-added": _("Syarat «{name}» ditambahkan."),
    "edit.gate-changed": _("Syarat «{name}» diubah."),
    "edit.gate-removed": _("Syarat «{name}» dihapus."),
    "edit.conditions": _("Keadaan dan syarat «{name}» diubah."),
    "edit.second-top": _("Pohon ini sudah punya puncak. Tambahkan kriteria di bawahnya."),
    "edit.under-itself": _("«{name}» tidak dapat dipindahkan ke bawah dirinya sendiri. Pilih tempat lain."),
    "edit.parent-is-leaf": _("«{name}» membaca angka, jadi tidak dapat punya kriteria di bawahnya. Pilih tempat lain."),
    "edit.spread-without-sum": _("Bobot di bawah «{name}» tidak berjumlah tetap, jadi tidak ada sisa untuk dibagi."),
    "edit.spread-without-rest": _(
        "Tidak ada sisa yang dapat dibagi di bawah «{name}». Tulis bobotnya sendiri; tidak ada yang berubah."
    ),
    "edit.start": _("Riwayat dimulai dari teks ini."),
    "edit.text": _("Juknis diubah sebagai teks."),
    "edit.begun": _("Pohon dimulai dengan «{name}»."),
    "edit.added": _("«{name}» ditambahkan di bawah «{parent}»."),
    "edit.moved": _("«{name}» dipindahkan ke urutan {place} di bawah «{parent}»."),
    "edit.copied": _("«{name}» digandakan."),
    "edit.removed": _("«{name}» dihapus."),
    "edit.removed-with": _("«{name}» dihapus bersama isinya ({count})."),
    "edit.weight": _("Bobot «{name}» {before:number} → {after:number}."),
    "edit.weight-set": _("Bobot «{name}» ditulis: {after:number}."),
    "edit.weight-removed": _("Bobot «{name}» {before:number} dihapus."),
    "edit.renamed": _("Nama «{before}» → «{after}»."),
    "edit.renamed-english": _("Nama Inggris «{name}»: «{after}»."),
    "edit.no-english": _("Nama Inggris «{name}» dihapus."),
    "edit.worst": _("Angka terburuk «{name}» {before:number} → {after:number}."),
    "edit.best": _("Angka terbaik «{name}» {before:number} → {after:number}."),
    "edit.kind-goalposts": _("«{name}» menjadi poin dengan garis lurus antara dua batas."),
    "edit.kind-bands": _("«{name}» menjadi poin menurut jenjang."),
    "edit.kind-levels": _("«{name}» menjadi poin menurut tingkat."),
    "edit.kind-points": _("Angka «{name}» langsung menjadi poin."),
    "edit.kind-ratio-to-best": _("«{name}» menjadi poin dibanding yang terbaik."),
    "edit.kind-min-max": _("«{name}» menjadi poin menurut letaknya antara yang terendah dan tertinggi."),
    "edit.kind-z-score": _("«{name}» menjadi poin menurut jaraknya dari rata-rata."),
    "edit.kind-percentile": _("«{name}» menjadi poin menurut urutannya."),
    "edit.normalised": _("Cara «{name}» menjadi poin diubah."),
    "edit.missing": _("Perlakuan «{name}» bila angkanya tidak ada diubah."),
    "edit.missing-not-ranked": _("Tanpa angka «{name}», peserta tidak diperingkat."),
    "edit.missing-worst": _("Tanpa angka «{name}», peserta mendapat poin terendah."),
    "edit.missing-zero": _("Tanpa angka «{name}», peserta mendapat nol."),
    "edit.missing-skipped": _("Tanpa angka «{name}», kriteria dilewati dan bobotnya dibagikan."),
    "edit.missing-median": _("Tanpa angka «{name}», dipakai nilai tengah kelompoknya."),
    "edit.source": _("Asal angka «{name}» diubah."),
    "edit.join": _("Cara menggabungkan isi «{name}» diubah."),
    "edit.changed": _("Isi «{name}» diubah."),
}
