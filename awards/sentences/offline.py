"""What the file program refuses, and what it says about how it read a file."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    "input.not-utf8": _("Juknis {path} bukan teks UTF-8. Simpan sebagai UTF-8, lalu jalankan lagi."),
    "input.no-entries": _("Tabel {path} tidak punya satu baris peserta pun. Isi tabelnya, lalu jalankan lagi."),
    "input.mark-names": _("Baris {row}: peserta, juri dan kriteria harus terisi."),
    "input.mark-column": _(
        "Berkas nilai juri {path} harus punya satu kolom «{name}» (atau «{other}»). Kolom yang ada: {columns}."
    ),
    "input.no-file": _("Berkas {path} tidak ada. Periksa nama dan tempatnya."),
    "input.no-column": _("Tabel {path} tidak punya kolom «{name}». Kolom yang ada: {columns}."),
    "input.no-heading": _("{path}: kolom pertama tidak berjudul. Beri judul setiap kolom."),
    "input.row-too-long": _(
        "{path}, baris {row} berisi {cells} sel, sedangkan judulnya {columns} kolom. Periksa pemisah kolom; teks "
        "yang memuat pemisah harus diapit tanda kutip."
    ),
    "input.unreadable": _("{path}: {reason}"),
    "input.column-twice": _("{path}: kolom tertulis lebih dari sekali: {columns}. Sisakan satu saja."),
    "input.no-identity": _("Baris {row}: kolom «{column}» kosong. Isi kode pesertanya."),
    "input.entry-twice": _("Baris {row}: peserta «{entry}» sudah ada pada baris {first}. Sisakan satu baris saja."),
    "input.rulebook-refused": _("Juknis {path} ditolak karena {count} kesalahan:"),
    "input.file-refused": _("{path} ditolak karena {count} kesalahan:"),
    "input.more-faults": _("dan {count} kesalahan lain."),
    "input.nothing-computed": _("Tidak ada yang dihitung."),
    "input.not-a-number": _(
        "Baris {row}, kolom «{column}»: «{text}» bukan angka. Tulis angka, atau kosongkan selnya bila belum dilaporkan."
    ),
    "input.ambiguous-number": _(
        "Baris {row}, kolom «{column}»: «{text}» dapat berarti ribuan atau pecahan. Tulis tanpa pemisah ribuan, atau "
        "jalankan dengan --decimal titik atau --decimal koma supaya artinya pasti."
    ),
    "input.english-number": _(
        "Baris {row}, kolom «{column}»: «{text}» ditulis dengan koma sebagai pemisah ribuan. Tulis tanpa pemisah "
        "ribuan."
    ),
    "input.not-whole": _("Baris {row}, kolom «{column}»: «{text}» bukan bilangan bulat. Tulis bilangan bulat."),
    "input.number-too-long": _(
        "Baris {row}, kolom «{column}»: «{text}» terlalu panjang untuk sebuah angka. Periksa selnya."
    ),
    "input.rounded-number": _(
        "Baris {row}, kolom «{column}»: «{text}» sudah dibulatkan oleh program pengolah tabel. Ubah format selnya "
        "menjadi angka biasa, lalu simpan lagi."
    ),
    "input.decimals-by-point": _(
        "Angka seperti «{example}» dibaca dengan titik sebagai tanda desimal, seperti angka lain dan pemisah kolom "
        "dalam berkas. Bila maksudnya lain, jalankan lagi dengan --decimal titik atau --decimal koma."
    ),
    "input.decimals-by-comma": _(
        "Angka seperti «{example}» dibaca dengan koma sebagai tanda desimal, seperti angka lain dan pemisah kolom "
        "dalam berkas. Bila maksudnya lain, jalankan lagi dengan --decimal titik atau --decimal koma."
    ),
    "input.stray-point": _(
        "«{example}» ditulis dengan titik sebagai tanda desimal, sedangkan angka lain dalam berkas dengan koma. "
        "Keduanya dibaca sebagai pecahan; periksa apakah itu yang dimaksud."
    ),
    "input.summary-row": _(
        "Baris {row}: «{entry}» tampak sebagai jumlah, rata-rata atau catatan, bukan peserta. Hapus barisnya, atau "
        "jalankan dengan --summary-rows tinggalkan; dengan --summary-rows peserta barisnya dinilai."
    ),
    "input.sum-row": _(
        "Baris {row}: setiap angka «{entry}» sama dengan jumlah semua baris lain. Hapus barisnya, atau jalankan dengan "
        "--summary-rows tinggalkan; dengan --summary-rows peserta barisnya dinilai."
    ),
    "input.name-respelled": _(
        "Baris {row}, kolom «{column}»: «{name}» tampak sama dengan «{other}» pada baris {first}. Tulis keduanya "
        "persis sama, atau bedakan namanya."
    ),
    "input.npp-incomplete": _(
        "Baris {row}: NPP terdiri dari 8 karakter; nol di depannya mungkin hilang. Tulis {whole} bila itu maksud "
        "{entry}."
    ),
    "input.region-doubts-more": _("Masih ada {count} baris lain yang kode dan nama wilayahnya tidak cocok."),
    "input.region-misnamed": _(
        "Baris {row}: kode {code} bukan kode «{name}». Kode untuk nama itu: {right}. Perbaiki kode atau namanya."
    ),
    "input.region-other-code": _(
        "Baris {row}: {code} adalah kode BPS {name}; kodenya di sini {right}. Tulis kode itu."
    ),
    "input.region-twice": _(
        "Baris {row}: «{entry}» dan «{other}» pada baris {first} adalah satu wilayah, {region}. Pertahankan salah "
        "satunya."
    ),
    "input.region-alias": _("Baris {row}: «{written}» kini {region} ({source})."),
    "input.region-unknown": _(
        "Nama yang bukan nama wilayah mana pun, sehingga kodenya tidak dapat dicocokkan: {names}."
    ),
    "input.rows-left-out": _("Baris {rows} ditinggalkan karena tampak sebagai jumlah, rata-rata atau catatan."),
    "input.columns-unread": _("Kolom yang tidak dibaca juknis: {columns}."),
    "input.published-absent": _("Kolom nilai terbitan «{column}» tidak ada, jadi nilai terbitan tidak diperiksa."),
    "usage.published-scored": _("Kolom «{column}» dibaca juknis untuk menilai, jadi bukan nilai terbitan."),
    "published.counts": _(
        "Nilai terbitan (kolom «{column}»): {compared} peserta dibandingkan, {different} berbeda lebih dari {within}."
    ),
    "published.differs": _("{entry}: di sini {score}, terbitan {published}."),
    "published.more": _("… dan {count} peserta lain; semuanya ada dalam lembar Nilai terbitan."),
    "published.unscored": _("Mempunyai nilai terbitan tetapi tidak bernilai di sini: {entries}."),
    "input.percent-read": _(
        "Sel kolom «{column}» berformat persen dan dibaca seperti yang terlihat: 85 persen adalah 85."
    ),
    "input.percent-text": _(
        "Baris {row}, kolom «{column}»: «{text}» berupa teks, sedangkan angka lain kolom itu berformat persen. Samakan."
    ),
    "input.heading-row": _("Judul kolom ditemukan di baris {row}; baris di atasnya tidak dibaca."),
    "input.old-windows": _(
        "Berkas ini bukan UTF-8, jadi hurufnya dibaca menurut Windows-1252. Periksa huruf khususnya, mulai baris {row}."
    ),
    "input.other-sheets": _("Lembar yang dibaca «{sheet}»; lembar lain yang tidak dibaca: {others}."),
    "input.hidden-rows": _("Baris tersembunyi ikut dibaca: {rows}."),
    "input.of-file": _("{name}: {note}"),
    "usage.output-ending": _("Nama hasil «{path}» harus berakhiran .csv, .json atau .xlsx."),
    "usage.no-folder": _("Folder {path} tidak ada. Buat foldernya, atau pilih tempat lain."),
    "usage.too-many-rows": _("Excel memuat paling banyak {most} baris; hasil ini {rows}. Pilih .csv atau .json."),
    "usage.output-over-input": _("Hasil akan menimpa berkas masukan {path}. Pilih nama hasil yang lain."),
    "usage.reference": _("«{text}» harus berbentuk POPULASI=BERKAS. Populasi dalam juknis: {known}."),
    "usage.reference-none": _("«{text}» harus berbentuk POPULASI=BERKAS. Populasi dalam juknis: tidak ada."),
    "input.reference-absent": _("Juknis membandingkan dengan populasi acuan yang belum diberikan. Tambahkan {wanted}."),
    "input.reference-option": _("--reference {population}=BERKAS ({name})"),
    "usage.data-error": _("Galat data «{text}» harus berbentuk KRITERIA=GALAT. Kriteria: {known}."),
    "usage.data-error-amount": _("Galat data «{text}»: {reason}"),
    "usage.not-a-number": _("{text} bukan angka."),
    "usage.not-positive": _("{text} harus di atas nol."),
    "usage.not-a-count": _("{text} bukan bilangan bulat di atas nol."),
    "usage.not-a-seed": _("{text} bukan bilangan bulat dari nol ke atas."),
    "usage.file-failed": _("Berkas tidak dapat dibaca atau ditulis: {reason}."),
    "input.too-many-marks": _("Ada {marks} nilai juri; uji ini dibatasi {most} nilai."),
}
