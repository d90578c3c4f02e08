"""What is wrong with an answer, a register of regulations, a file or the questionnaire's workbook."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    "answer.english-number": _("Tulis titik untuk ribuan dan koma untuk desimal. Mungkin maksud Anda {meant}."),
    "answer.not-a-number": _("Tulis angka saja, misalnya {example} (titik untuk ribuan, koma untuk desimal)."),
    "answer.too-low": _("Angka paling kecil di sini {least:number}; Anda menulis {number:number}."),
    "answer.too-high": _("Angka paling besar di sini {most:number}; Anda menulis {number:number}."),
    "answer.negative": _("Angka negatif tidak berlaku di sini."),
    "answer.above-hundred": _("Persentase paling besar 100. Bila memang lebih, tanyakan kepada penyelenggara."),
    "answer.thousands-by-comma": _("Tulis titik untuk ribuan. Mungkin maksud Anda {meant}."),
    "answer.not-whole": _("Tulis bilangan bulat tanpa desimal."),
    "answer.number-too-long": _("Angka ini terlalu panjang. Periksa lagi banyaknya angka."),
    "answer.not-a-choice": _("Pilih salah satu jawaban yang tersedia."),
    "answer.text-too-long": _("Jawaban paling panjang {most:number} huruf. Ringkas dahulu."),
    "regulations.unreadable-row": _("Baris {row} tidak dapat dibaca."),
    "regulations.no-rank": _("Baris {row}: pilih jenis peraturannya."),
    "regulations.no-number": _("Baris {row}: tulis nomor peraturan, misalnya 5."),
    "regulations.no-year": _("Baris {row}: tulis tahun peraturan dengan empat angka, misalnya 2024."),
    "regulations.swapped-year": _("Baris {row}: tahun {year} belum tiba. Apakah maksudnya {meant}?"),
    "regulations.future-year": _("Baris {row}: tahun {year} belum tiba. Tulis tahun peraturan itu ditetapkan."),
    "regulations.page": _("Baris {row}: halaman harus bilangan mulai dari 1."),
    "regulations.unreadable": _("Daftar peraturan tidak dapat dibaca."),
    "regulations.too-many": _("Paling banyak {most} peraturan."),
    "regulations.none-and-some": _("Daftar ini menyebut peraturan dan juga «tidak ada». Hapus salah satunya."),
    "regulations.twice": _("Baris {row}: peraturan ini sudah tercantum di baris lain."),
    "file.empty": _("Berkas ini kosong. Pilih berkas yang berisi."),
    "file.macros": _("Berkas ini memuat makro. Simpan sebagai XLSX atau DOCX biasa, atau sebagai PDF."),
    "file.old-office": _(
        "Berkas Office ini berkata sandi atau berbentuk lama (XLS, DOC). Simpan tanpa kata sandi sebagai XLSX, DOCX, "
        "atau PDF lalu unggah lagi."
    ),
    "file.photo-of-a-phone": _(
        'Foto HEIC tidak dapat dibaca di sini. Simpan sebagai JPG, atau atur kamera iPhone ke "Paling Kompatibel".'
    ),
    "file.unknown-kind": _("Isi berkas ini bukan {wanted}. Simpan ulang dalam salah satu bentuk itu."),
    "file.other-kind": _("Isi berkas ini {found}; di sini hanya {wanted}."),
    "file.wrong-ending": _(
        "Nama berkas berakhir .{ending}, tetapi isinya {found}. Perbaiki namanya menjadi .{right} dahulu."
    ),
    "file.no-ending": _(
        "Nama berkas ini tanpa akhiran, tetapi isinya {found}. Perbaiki namanya menjadi .{right} dahulu."
    ),
    "file.pdf-cut-off": _("PDF ini terpotong di tengah. Simpan ulang dari sumbernya lalu unggah lagi."),
    "file.pdf-locked": _("PDF ini berkata sandi. Simpan tanpa kata sandi lalu unggah lagi."),
    "file.pdf-scripts": _(
        "PDF ini memuat skrip (JavaScript atau XFA). Cetak ulang menjadi PDF biasa lalu unggah lagi."
    ),
    "file.pdf-sends": _(
        "PDF ini dapat mengirim atau mengambil isian formulir. Cetak ulang menjadi PDF biasa lalu unggah lagi."
    ),
    "file.pdf-media": _("PDF ini memuat media yang berjalan sendiri. Cetak ulang menjadi PDF biasa lalu unggah lagi."),
    "file.pdf-hidden": _(
        "Bagian PDF ini dikemas sehingga tidak dapat diperiksa. Cetak ulang menjadi PDF biasa lalu unggah lagi."
    ),
    "file.pdf-launches": _("PDF ini dapat menjalankan program. Cetak ulang menjadi PDF biasa lalu unggah lagi."),
    "file.image-too-large": _("Gambar ini terlalu besar. Perkecil ukurannya lalu unggah lagi."),
    "file.image-unreadable": _("Gambar ini rusak atau terlalu besar. Simpan ulang lalu unggah lagi."),
    "file.image-damaged": _("Gambar ini rusak. Simpan ulang lalu unggah lagi."),
    "file.locked": _("Berkas ini berkata sandi. Simpan tanpa kata sandi lalu unggah lagi."),
    "file.swells": _("Isi berkas ini mengembang terlalu besar. Simpan ulang, atau unggah sebagai PDF."),
    "file.damaged": _("Berkas ini rusak. Simpan ulang lalu unggah lagi."),
    "workbook.column-absent": _(
        "Kolom «{name}» tidak ada pada lembar {sheet}. Unduh buku isian lagi dan isi yang itu."
    ),
    "workbook.not-excel": _(
        "Berkas ini bukan berkas Excel (.xlsx). Tidak ada yang berubah. Unggah buku isian yang Anda unduh dari "
        "halaman ini."
    ),
    "workbook.row-unread": _(
        "Lembar {sheet}, baris {row}: kode «{text}» bukan kode pertanyaan isian ini, jadi isinya tidak akan terbaca. "
        "Salin kodenya dari buku isian, atau kosongkan baris itu. Tidak ada yang berubah."
    ),
    "workbook.answered-twice": _(
        "Lembar Isian, baris {row}: pertanyaan «{code}» sudah dijawab lain pada baris {first}. Hapus salah satunya. "
        "Tidak ada yang berubah."
    ),
    "workbook.clause-unclear": _(
        "Lembar {sheet}, sel {cell}: «{text}» bukan ya atau tidak. Tulis ya, atau kosongkan. Tidak ada yang berubah."
    ),
    "workbook.no-questions": _("Berkas ini tidak memuat pertanyaan isian ini. Unduh buku isian dan isi yang itu."),
}
