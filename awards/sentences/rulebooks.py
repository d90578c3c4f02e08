"""What is wrong with a rulebook: its TOML, its rules, its questionnaire and its jury part."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    "rulebook.toml": _(
        "Berkas juknis bukan TOML yang sah: periksa tanda kutip, kurung, koma, tanda sama dengan dan bentuk "
        "angkanya. Perbaiki bagian itu, lalu muat lagi."
    ),
    "rulebook.toml-excess": _(
        "Berkas juknis terlalu besar: paling banyak satu juta karakter, 5.000 bagian, 1.000 digit tiap angka, dan 16 "
        "titik dalam satu kunci. Ringkas bagian itu, lalu muat lagi."
    ),
    "rulebook.toml-at": _(
        "Berkas juknis bukan TOML yang sah pada baris {line}, kolom {column}: periksa tanda kutip, kurung, koma, "
        "tanda sama dengan dan bentuk angkanya. Perbaiki bagian itu, lalu muat lagi."
    ),
    "rulebook.toml-twice": _(
        "Berkas juknis bukan TOML yang sah: satu kunci atau bagian tertulis dua kali. Perbaiki bagian itu, lalu muat "
        "lagi."
    ),
    "rulebook.toml-twice-at": _(
        "Berkas juknis bukan TOML yang sah pada baris {line}, kolom {column}: satu kunci atau bagian tertulis dua "
        "kali. Perbaiki bagian itu, lalu muat lagi."
    ),
    "rulebook.unknown-key": _("Kunci ini tidak dikenal. Periksa ejaannya atau hapus."),
    "rulebook.text-expected": _("Isi dengan teks; bagian ini wajib."),
    "rulebook.texts-expected": _("Isi dengan teks atau daftar teks."),
    "rulebook.whole-expected": _("Isi dengan bilangan bulat, paling kecil {lowest}."),
    "rulebook.flag-expected": _("Isi dengan true atau false."),
    "rulebook.choice-expected": _("Pilih salah satu: {choices}."),
    "rulebook.number-expected": _("Isi dengan angka desimal biasa, paling banyak {digits} angka di depan koma."),
    "rulebook.positive-expected": _("Isi dengan angka lebih besar daripada nol."),
    "rulebook.two-numbers-expected": _("Tulis dua angka, terendah lalu tertinggi, misalnya {example}."),
    "rulebook.table-expected": _("Bagian ini harus berupa tabel."),
    "rulebook.tables-expected": _("Setiap unsur daftar ini harus berupa tabel."),
    "rulebook.list-expected": _("Isi dengan daftar yang tidak kosong."),
    "rulebook.too-many-digits": _("Paling banyak {most} angka di belakang koma."),
    "rulebook.goalposts-equal": _(
        "Nilai terbaik sama dengan nilai terburuk, jadi tidak ada jarak untuk dinilai. Ubah salah satunya."
    ),
    "rulebook.goalposts-too-low": _("Logaritma memerlukan batas di atas nol, dan akar memerlukan batas tidak negatif."),
    "rulebook.edges-unsorted": _("Urutkan batas dari kecil ke besar, tanpa batas yang sama."),
    "rulebook.points-count": _("Untuk {edges} batas diperlukan {needed} nilai; sekarang ada {points}."),
    "rulebook.interpolation-edges": _("Rentang yang diinterpolasi memerlukan paling sedikit dua batas."),
    "rulebook.interpolation-edge": _("Rentang yang diinterpolasi tidak punya sisi batas. Hapus kunci ini."),
    "rulebook.points-equal": _("Semua rentang bernilai sama, jadi kriteria ini tidak membedakan siapa pun."),
    "rulebook.levels-equal": _("Tulis paling sedikit dua tingkat dengan nilai yang berbeda."),
    "rulebook.condition-form": _(
        "Tulis tepat satu: all atau any dengan daftar syarat, atau column atau measure dengan batasnya."
    ),
    "rulebook.condition-limit": _(
        "Tulis tepat satu batas: at_least, above, at_most, below, equals dengan angka, atau one_of dengan label."
    ),
    "rulebook.condition-deep": _("Syarat bersarang lebih dari {most} tingkat. Pecah menjadi syarat yang lebih pendek."),
    "rulebook.condition-long": _("Satu syarat memuat lebih dari {most} perbandingan. Pecah atau ringkas syaratnya."),
    "rulebook.cases-many": _("Lebih dari {most} keadaan. Gabungkan beberapa di antaranya."),
    "rulebook.case-name-long": _("Nama keadaan paling panjang {most} huruf. Ringkaslah."),
    "rulebook.case-name-twice": _("Nama keadaan «{name}» dipakai dua kali. Beri setiap keadaan nama sendiri."),
    "rulebook.cases-not-falling": _(
        "Nilai keadaan ini tidak di atas yang sesudahnya. Urutkan dari yang terbaik; nilai selain itu (otherwise) "
        "paling rendah."
    ),
    "rulebook.cases-read-conditions": _(
        "Kriteria menurut keadaan membaca angka yang disebut dalam syaratnya. Hapus kunci ini."
    ),
    "rulebook.cases-median": _("Keadaan tidak punya nilai tengah. Pilih kebijakan lain untuk nilai kosong."),
    "rulebook.deviation-positive": _("Simpangan baku sasaran harus lebih besar daripada nol."),
    "rulebook.carry-stages": _("Hanya tahap leaf dan node yang dapat meneruskan nilai yang sudah dibulatkan."),
    "rulebook.guard-needs-division": _(
        "Pengaman penyebut kecil hanya berlaku untuk perbandingan, persentase dan pertumbuhan."
    ),
    "rulebook.guard-of-growth": _("Untuk pertumbuhan pakailah missing_below atau raise_denominator."),
    "rulebook.gate-source": _("Tulis tepat satu: column atau measure."),
    "rulebook.gate-labels": _("Syarat berupa daftar label membaca kolom, bukan ukuran."),
    "rulebook.gate-when": _("Syarat ini ditulis pada when. Hapus kunci ini."),
    "rulebook.population-columns": _("Populasi «frozen» memuat kolomnya di sini, dan hanya populasi itu."),
    "rulebook.population-lengths": _("Semua kolom populasi harus sama panjang."),
    "rulebook.criterion-code-twice": _("Kode «{name}» dipakai dua kali. Beri setiap kriteria kode sendiri."),
    "rulebook.parent-unknown": _("Induk «{name}» tidak ada. Tulis kode kriteria yang menjadi induknya."),
    "rulebook.parent-without-join": _("Induk «{name}» tidak punya cara gabung (join), jadi tidak dapat punya anak."),
    "rulebook.roots": _("Harus ada tepat satu kriteria tanpa induk (puncak); sekarang ada {count}."),
    "rulebook.too-deep": _("Pohon kriteria lebih dari {most} tingkat. Gabungkan beberapa tingkatnya."),
    "rulebook.loose-criteria": _("Kriteria ini tidak tersambung ke puncak: {names}. Periksa induknya."),
    "rulebook.root-effect": _("Puncak tidak dapat menjadi bonus, pengurang atau faktor."),
    "rulebook.effect-weight": _("Bonus, pengurang dan faktor tidak berbobot. Hapus bobotnya."),
    "rulebook.root-digits": _("Angka di belakang koma untuk puncak ditulis pada rounding.total. Hapus kunci ini."),
    "rulebook.root-weight": _("Puncak tidak berbobot. Hapus bobotnya."),
    "rulebook.weight-absent": _("Tulis bobot kriteria ini."),
    "rulebook.weight-positive": _("Bobot harus lebih besar daripada nol."),
    "rulebook.limits-crossed": _("Batas bawah harus lebih kecil daripada batas atas (at_most)."),
    "rulebook.missing-reason-absent": _(
        "Tulis alasan yang akan dibaca peserta bila nilai kosong dihitung sebagai terburuk."
    ),
    "rulebook.median-of-node": _("Nilai tengah kelompok hanya berlaku untuk kriteria tanpa anak."),
    "rulebook.worst-of-node": _("Tulis nilai terburuk untuk kriteria yang punya anak."),
    "rulebook.root-skipped": _("Puncak tidak dapat dilewati."),
    "rulebook.floor-absent": _(
        "Tulis nilai dasar (lebih besar daripada nol) yang dipakai bila nilai anak lebih rendah."
    ),
    "rulebook.exponent-absent": _("Tulis pangkat rata-rata, bukan nol (nol adalah geometric)."),
    "rulebook.key-of-other-join": _("Kunci ini tidak berlaku untuk cara gabung {join}."),
    "rulebook.available-share": _("Bagian minimum yang tersedia berada antara 0 dan 1."),
    "rulebook.leaf-source": _("Tulis tepat satu asal nilai: column, measure, atau jury."),
    "rulebook.jury-source": _("Sumber «jury» membaca kunci jury, dan hanya sumber itu."),
    "rulebook.panel-absent": _("Tulis aturan panel yang merangkum nilai para juri."),
    "rulebook.panel-without-jury": _("Aturan panel hanya berlaku untuk nilai juri."),
    "rulebook.measure-unknown": _("Ukuran «{name}» tidak ada. Tulis di bagian measures."),
    "rulebook.measure-not-above": _("Ukuran «{name}» tidak ada di atas ukuran ini. Tulis lebih dahulu daripadanya."),
    "rulebook.measure-not-a-base": _(
        "Ukuran «{name}» tidak dapat dipakai di sini: yang dibandingkan harus ukuran dari kolom saja, tanpa transform "
        "dan tanpa guard wilson."
    ),
    "rulebook.measure-built-twice": _("Tulis satu saja: kolom, atau ukuran yang dibandingkan. Hapus salah satunya."),
    "rulebook.history-key": _("Kunci ini tidak dipakai pada riwayat {kind}. Hapus kunci ini."),
    "rulebook.history-since": _(
        "Tulis since: tahun pertama yang dihitung. Tanpa itu tidak diketahui apakah edisi yang lebih lama ada."
    ),
    "rulebook.history-unknown": _("Riwayat «{name}» tidak ada. Tulis di bagian history."),
    "rulebook.history-source": _("«{name}» membaca riwayat edisi terdahulu. Tulis sumbernya history."),
    "rulebook.history-code-twice": _("Kode riwayat «{name}» dipakai dua kali. Beri kode sendiri."),
    "rulebook.worked-twice": _("Nama contoh «{name}» dipakai dua kali. Beri setiap contoh nama sendiri."),
    "rulebook.worked-many": _("Lebih dari {most} contoh. Hapus beberapa di antaranya."),
    "rulebook.worked-expects-nothing": _(
        "Contoh «{name}» tidak mengharapkan apa pun. Tulis points, cases, band, atau outcome."
    ),
    "rulebook.worked-column": _("Contoh «{name}» mengisi «{column}», yang tidak dibaca juknis ini. Hapus isian itu."),
    "rulebook.worked-jury": _("Contoh «{name}» memberi nilai juri «{criterion}», yang tidak ada. Hapus nilai itu."),
    "rulebook.worked-criterion": _("Contoh «{name}» menyebut kriteria «{criterion}», yang tidak ada."),
    "rulebook.worked-case": _("Contoh «{name}» menyebut keadaan «{case}», yang tidak ada pada kriteria itu."),
    "rulebook.worked-band": _("Contoh «{name}» menyebut predikat «{band}», yang tidak ada."),
    "rulebook.panel-unknown": _("Aturan panel «{name}» tidak ada. Tulis di bagian panels."),
    "rulebook.population-unknown": _("Populasi acuan «{name}» tidak ada. Tulis di bagian populations."),
    "rulebook.no-weighted-child": _("Kriteria «{name}» menggabungkan anak, tetapi tidak punya anak yang berbobot."),
    "rulebook.weights-sum": _(
        "Bobot di bawah «{name}» berjumlah {total:number}, seharusnya {wanted:number}. Perbaiki bobotnya; juknis "
        "tidak pernah diskalakan diam-diam."
    ),
    "rulebook.minimum-weight": _("Anak dari gabungan «minimum» tidak berbobot. Hapus bobotnya."),
    "rulebook.within-negative": _("Selisih yang dibiarkan tidak boleh negatif."),
    "rulebook.published-scored": _("Kolom «{name}» dibaca untuk menilai, jadi bukan nilai terbitan. Pilih yang lain."),
    "rulebook.of-absent": _("Tulis bilangan yang dikurangi atau dibagi nilai anaknya (of), misalnya 1."),
    "rulebook.pair-children": _("Gabungan «{join}» menerima {wanted} kriteria di bawahnya, bukan {found}."),
    "rulebook.pair-weight": _("Anak dari gabungan «{join}» tidak berbobot. Hapus bobotnya."),
    "rulebook.pair-skipped": _(
        "Anak dari gabungan «{join}» tidak dapat dilewati. Pilih aturan lain bila nilainya tidak ada."
    ),
    "rulebook.available-absent": _(
        "Ada anak «{name}» yang boleh dilewati, jadi tulis bagian minimum yang harus tersedia (available.weight atau "
        "available.count, di atas 0 sampai 1)."
    ),
    "rulebook.jury-relative": _(
        "Nilai juri tidak dapat dinormalkan terhadap populasi acuan. Pakailah goalposts atau points."
    ),
    "rulebook.levels-column": _("Tingkat (levels) membaca label dari kolom, jadi tulis column."),
    "rulebook.levels-median": _("Label tidak punya nilai tengah. Pilih kebijakan lain untuk nilai kosong."),
    "rulebook.missing-score-absent": _("Kriteria ini tidak punya nilai terburuk sendiri. Tulis missing_score."),
    "rulebook.complement-range": _("Kebalikan (complement) memerlukan rentang nilai yang dinyatakan."),
    "rulebook.population-column-absent": _("Populasi acuan «{name}» tidak memuat kolom {columns}. Tambahkan kolomnya."),
    "rulebook.measure-code-twice": _("Kode ukuran «{name}» dipakai dua kali. Beri kode sendiri."),
    "rulebook.panel-code-twice": _("Kode aturan panel «{name}» dipakai dua kali. Beri kode sendiri."),
    "rulebook.population-code-twice": _("Kode populasi acuan «{name}» dipakai dua kali. Beri kode sendiri."),
    "rulebook.gate-code-twice": _("Kode syarat «{name}» dipakai dua kali. Beri kode sendiri."),
    "rulebook.band-code-twice": _("Kode predikat «{name}» dipakai dua kali. Beri kode sendiri."),
    "rulebook.quota-code-twice": _("Kode kuota «{name}» dipakai dua kali. Beri kode sendiri."),
    "rulebook.bands-equal": _("Dua predikat punya ambang yang sama. Ubah salah satunya."),
    "rulebook.panel-drops-negative": _("Jumlah nilai yang dibuang tidak boleh negatif."),
    "rulebook.panel-minimum": _("Jumlah minimum harus paling sedikit 1."),
    "rulebook.panel-drops-untrimmed": _("Nilai hanya dapat dibuang pada cara trimmed_mean dan trimmed_sum."),
    "rulebook.panel-ridge": _("Faktor ridge harus berupa angka 0 atau lebih."),
    "rulebook.panel-cap": _("Batas koreksi harus berupa angka 0 atau lebih."),
    "rulebook.panel-leniency-only": _("Ridge dan batas koreksi hanya berlaku pada cara leniency."),
    "rulebook.judged-by-the-field": _(
        "Kriteria «{name}» dinilai terhadap kelompok yang bersaing sendiri ({kind}). Siapa pun yang dapat ikut serta "
        "dapat menggeser nilai terendah, tertinggi atau rata-ratanya, sehingga satu peserta titipan dapat mengubah "
        "pemenang. Pakailah goalposts, atau populasi acuan yang dibekukan."
    ),
    "rulebook.leaf-unanswered": _("Kriteria «{name}» membaca jawaban {column}, tetapi kuesioner tidak menanyakannya."),
    "rulebook.leaf-unanswered-near": _(
        "Kriteria «{name}» membaca jawaban {column}, tetapi kuesioner tidak menanyakannya. Yang mirip: {near}."
    ),
    "rulebook.column-unknown-leaf": _(
        "Kriteria «{name}» membaca {column}, tetapi tidak ada pertanyaan atau data yang bernama itu. Perbaiki ejaannya."
    ),
    "rulebook.column-unknown-leaf-near": _(
        "Kriteria «{name}» membaca {column}, tetapi tidak ada pertanyaan atau data yang bernama itu. "
        "Yang mirip: {near}."
    ),
    "rulebook.column-unknown-measure": _(
        "Ukuran «{name}» membaca {column}, tetapi tidak ada pertanyaan atau data yang bernama itu. Perbaiki ejaannya."
    ),
    "rulebook.column-unknown-measure-near": _(
        "Ukuran «{name}» membaca {column}, tetapi tidak ada pertanyaan atau data yang bernama itu. Yang mirip: {near}."
    ),
    "rulebook.column-unknown-gate": _(
        "Syarat «{name}» membaca {column}, tetapi tidak ada pertanyaan atau data yang bernama itu. Perbaiki ejaannya."
    ),
    "rulebook.column-unknown-gate-near": _(
        "Syarat «{name}» membaca {column}, tetapi tidak ada pertanyaan atau data yang bernama itu. Yang mirip: {near}."
    ),
    "rulebook.column-unknown-groups": _(
        "Peringkat dikelompokkan menurut {column}, tetapi tidak ada pertanyaan atau data yang bernama itu. "
        "Perbaiki ejaannya."
    ),
    "rulebook.column-unknown-groups-near": _(
        "Peringkat dikelompokkan menurut {column}, tetapi tidak ada pertanyaan atau data yang bernama itu. "
        "Yang mirip: {near}."
    ),
    "rulebook.column-unknown-question": _(
        "Pertanyaan {name} menyandingkan jawaban dengan data {column}, tetapi tidak ada data yang bernama itu. "
        "Perbaiki ejaannya."
    ),
    "rulebook.column-unknown-question-near": _(
        "Pertanyaan {name} menyandingkan jawaban dengan data {column}, tetapi tidak ada data yang bernama itu. "
        "Yang mirip: {near}."
    ),
    "rulebook.tie-break-unknown-near": _(
        "Penentu seri «{column}» bukan kriteria, ukuran, atau jawaban isian. Yang mirip: {near}."
    ),
    "rulebook.tie-break-unknown": _(
        "Penentu seri «{column}» bukan kriteria, ukuran, atau jawaban isian. Perbaiki kodenya."
    ),
    "question.toml": _("teks tidak dapat dibaca."),
    "question.toml-at": _("teks tidak dapat dibaca (baris {line}, kolom {column})."),
    "question.table-expected": _("harus berupa tabel."),
    "question.text-expected": _("wajib diisi dengan teks."),
    "question.flag-expected": _("harus true atau false."),
    "question.number-expected": _("harus berupa bilangan."),
    "question.list-expected": _("harus berupa daftar."),
    "question.english": _(
        "teks Inggris memerlukan teks Indonesia di sampingnya. Tulis keduanya, atau hapus kunci ini."
    ),
    "question.unknown-key": _("tidak dikenal. Hapus atau perbaiki ejaannya."),
    "question.too-few-choices": _("pertanyaan pilihan memerlukan paling sedikit dua pilihan."),
    "question.choices-without-choice": _("hanya untuk pertanyaan berjenis choice."),
    "question.choice-twice": _("ada pilihan yang sama dua kali."),
    "question.file-type-unknown": _("jenis berkas '{name}' tidak dikenal; yang ada: {types}."),
    "question.file-size": _("harus antara 1 dan 100."),
    "question.file-count": _("harus bilangan bulat antara 1 dan {most}."),
    "question.kind-unknown": _("jenis '{name}' tidak dikenal; yang ada: {kinds}."),
    "question.range-without-number": _("min dan max hanya untuk pertanyaan angka."),
    "question.range-crossed": _("min lebih besar daripada max."),
    "question.question-code": _("harus diawali huruf kecil dan hanya memuat huruf kecil, angka, dan garis bawah."),
    "question.section-code": _("harus diawali huruf kecil dan hanya memuat huruf kecil, angka, dan tanda hubung."),
    "question.section-reserved": _("kata '{name}' sudah dipakai untuk halaman lain; pilih kode lain."),
    "question.section-empty": _("bagian ini belum memuat pertanyaan."),
    "question.empty": _("kuesioner belum memuat bagian."),
    "question.section-twice": _("bagian '{name}' dipakai dua kali."),
    "question.question-twice": _("kode pertanyaan '{name}' dipakai dua kali."),
    "question.condition-twice": _("syarat '{name}' dipakai dua kali."),
    "jury-sheet.criterion-unknown": _("kriteria juri '{name}' tidak ada pada pohon kriteria. Perbaiki kodenya."),
    "jury-sheet.criteria-only": _("hanya memuat daftar [[jury.criteria]]. Perbaiki bagian itu."),
    "jury-sheet.key": _("wajib ada dan dikenal. Periksa ejaannya."),
    "jury-sheet.wording": _(
        "tingkat memerlukan value dan label, usulan memerlukan question, dan semua nilai berupa angka. Perbaiki "
        "bagian itu."
    ),
    "jury-sheet.level-outside": _("tingkat '{label}' di luar skala."),
    "jury-sheet.step": _("step harus lebih besar daripada nol."),
}
