"""What is wrong with a table, a value, a reference population or the marks that are to be scored."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    "table.not-whole": _("Kolom angka harus berisi bilangan bulat, bukan {kind}."),
    "table.too-large": _("Kolom angka memuat bilangan sebesar {number}; batasnya 2 pangkat 62."),
    "table.column-length": _(
        "Kolom «{name}» berisi {rows} baris, sedangkan daftar peserta {entries} baris. Samakan jumlah barisnya."
    ),
    "table.entries-twice": _("Peserta tercatat lebih dari sekali: {entries}. Sisakan satu baris saja."),
    "table.no-identity": _("Baris {row} tidak punya isi pada kolom «{column}». Isi kode pesertanya."),
    "table.unknown-entry": _("Peserta «{entry}» tidak ada dalam tabel. Periksa kodenya."),
    "table.columns-absent": _(
        "Tabel tidak punya kolom yang dibaca juknis: {columns}. Tambahkan kolomnya; sel boleh kosong bila datanya "
        "memang belum ada."
    ),
    "table.group-empty": _("Kolom kelompok «{name}» kosong pada peserta: {entries}. Isi kelompoknya."),
    "value.number-expected": _(
        "Kolom «{name}» peserta «{entry}» berisi «{text}», padahal juknis membacanya sebagai angka. Perbaiki selnya; "
        "tulis angka desimal dengan titik, atau kosongkan bila belum dilaporkan."
    ),
    "value.untransformable": _(
        "«{name}» peserta «{entry}» bernilai {value:number}. Logaritma memerlukan nilai di atas nol, dan akar tidak "
        "menerima nilai negatif. Perbaiki datanya atau ubah cara hitung dalam juknis."
    ),
    "value.divides-the-best": _(
        "«{name}» peserta «{entry}» bernilai {value:number}, padahal nilai terbaik dibagi dengan nilai itu. Perbaiki "
        "datanya, atau pakailah goalposts."
    ),
    "value.goalposts-untransformable": _(
        "«{name}» peserta «{entry}» bernilai {value:number}, padahal juknis mengambil logaritma atau akarnya. "
        "Perbaiki datanya, atau batasi (clamp) nilainya dalam juknis."
    ),
    "value.unknown-level": _(
        "«{name}» peserta «{entry}» berisi «{label}», yang tidak ada dalam daftar tingkat. Pilih salah satu: {levels}."
    ),
    "value.out-of-range": _(
        "«{name}» peserta «{entry}» bernilai {value:number}, di luar rentang {low:number} sampai {high:number}. "
        "Perbaiki nilainya."
    ),
    "value.too-large-to-round": _(
        "Nilai «{name}» terlalu besar untuk dibulatkan pada {digits} angka di belakang koma. Kurangi jumlah angka "
        "atau periksa satuan datanya."
    ),
    "value.too-many-digits": _(
        "Perhitungan ini menghasilkan bilangan dengan lebih dari {most} angka di depan atau di belakang koma. "
        "Kecilkan pangkat rata-rata (exponent) atau batas nilai dalam juknis, atau periksa satuan datanya."
    ),
    "value.too-close": _(
        "Ada dua bilangan yang tidak dapat dibedakan dengan perhitungan sampai {digits} angka dan tidak dapat "
        "dibuktikan sama, jadi urutan atau pembulatannya tidak pasti. Pakailah bobot dan pangkat (exponent) yang "
        "lebih sederhana dalam juknis, atau kurangi angka di belakang koma pada data."
    ),
    "value.too-deep": _(
        "Akar, pangkat atau logaritma bersarang lebih dari {most} tingkat, jadi tidak dapat dihitung persis. Kurangi "
        "tingkat kriteria yang digabung dengan rata-rata geometrik atau rata-rata pangkat dalam juknis."
    ),
    "value.no-total": _("Peserta «{entry}» belum punya nilai total, jadi tidak dapat dijelaskan. Lengkapi datanya."),
    "population.empty": _("Populasi acuan untuk «{name}» tidak punya satu nilai pun. Lengkapi populasi acuannya."),
    "population.no-spread": _(
        "Semua nilai acuan untuk «{name}» sama, jadi tidak ada jarak untuk dinilai. Ganti populasi acuannya atau "
        "pakailah goalposts."
    ),
    "population.best-not-positive": _("Nilai terbaik acuan untuk «{name}» harus di atas nol. Pakailah goalposts."),
    "population.not-given": _(
        "Populasi acuan «{name}» ({population}) belum diberikan. Sertakan tabelnya pada perhitungan ini."
    ),
    "figure.not-reported": _("Data belum dilaporkan."),
    "figure.not-applicable": _("Kriteria ini tidak berlaku bagi peserta."),
    "figure.zero-denominator": _("Penyebutnya nol, jadi perbandingan tidak dapat dihitung."),
    "figure.small-denominator": _("Penyebutnya di bawah batas minimum juknis, jadi perbandingan tidak dipakai."),
    "figure.imputed": _("Diisi dengan nilai tengah kelompok (imputasi)."),
    "figure.skipped": _("Dilewati; bobotnya dibagikan kepada kriteria lain dalam induknya."),
    "figure.not-ranked": _("Karena itu peserta tidak diberi peringkat."),
    "figure.missing-reason": _("{criterion:reason}"),
    "figure.lost-below": _("Tidak dapat dihitung karena data ini belum ada: {criteria:called}."),
    "figure.too-few-below": _("Terlalu sedikit kriteria di bawahnya yang tersedia."),
    "line.criterion": _("{criterion:called}"),
    "line.join": _("Selisih cara gabung pada «{criterion:called}» terhadap rata-rata berbobot"),
    "line.turn": _("Pembalikan pada «{criterion:called}»"),
    "line.division": _("Pembagian pada «{criterion:called}»"),
    "line.bonus": _("Bonus «{criterion:called}»"),
    "line.penalty": _("Pengurangan «{criterion:called}»"),
    "line.factor": _("Faktor «{criterion:called}»"),
    "line.limit": _("Penyesuaian, batas dan pembulatan pada «{criterion:called}»"),
    "line.rounding": _("Pembulatan"),
    "gate.failed": _("{gate:reason}"),
    "gate.cannot-tell": _("Data untuk syarat «{gate:called}» belum ada. Lengkapi datanya."),
    "shortfall.case": _("{case:case}: {unmet}"),
    "shortfall.one": _("{found}, perlu {needed}"),
    "shortfall.excusable": _("{rule} (atau {exception})"),
    "shortfall.all": _("{parts:each}"),
    "shortfall.any": _("{parts:or}"),
    "shortfall.bracketed": _("{part:bracketed}"),
    "shortfall.wanted": _("{figure:figure} {needed}"),
    "shortfall.wanted-all": _("{parts:and}"),
    "shortfall.wanted-any": _("{parts:or}"),
    "shortfall.has": _("{figure:figure} {amount:number}{figure:unit}"),
    "shortfall.has-label": _("{figure:figure} {label:label}"),
    "shortfall.has-none": _("{figure:figure} belum ada datanya"),
    "shortfall.at-least": _("{amount:number}{figure:unit}"),
    "shortfall.above": _("lebih dari {amount:number}{figure:unit}"),
    "shortfall.at-most": _("paling banyak {amount:number}{figure:unit}"),
    "shortfall.below": _("kurang dari {amount:number}{figure:unit}"),
    "shortfall.equals": _("tepat {amount:number}{figure:unit}"),
    "shortfall.one-of": _("{labels:label}"),
    "worked.failed": _("Contoh «{name}»: {failures:each}."),
    "worked.points": _("{criterion:called} {found:number}, seharusnya {expected:number}"),
    "worked.no-points": _("{criterion:called} tanpa poin, seharusnya {expected:number}"),
    "worked.case": _("{criterion:called} {found}, seharusnya {expected}"),
    "worked.outcome": _("hasilnya {found}, seharusnya {expected}"),
    "worked.band": _("predikatnya {found}, seharusnya {expected}"),
    "worked.refused": _("tidak dapat dihitung: {reasons:sentences}"),
    "worked.named": _("{case:case}"),
    "worked.band-name": _("{band}"),
    "worked.none": _("tidak ada"),
    "worked.assessed": _("dinilai"),
    "worked.not-assessed": _("tidak dinilai"),
    "worked.held": _("ditahan"),
    "worked.not-ranked": _("tidak diperingkat"),
    "reason.case": _("{case:case}: {met}"),
    "reason.one": _("{found} (perlu {needed})"),
    "reason.all": _("{parts:each}"),
    "reason.excused": _("lewat pengecualian, {exception}"),
    "reason.band": _("nilai {total:number} (perlu {limit:number})"),
    "reason.band-at-most": _("nilai {total:number} (perlu paling banyak {limit:number})"),
    "place.data-absent": _("Tidak diberi peringkat karena data ini belum ada: {criteria:called}."),
    "place.small-group": _(
        "Tidak diberi peringkat karena kelompoknya berisi kurang dari {least:number} peserta yang dapat dinilai."
    ),
    "marks.unknown-criteria": _(
        "Ada nilai juri untuk kriteria yang tidak dikenal juknis: {criteria}. Perbaiki kode kriterianya atau hapus "
        "nilai itu."
    ),
}
