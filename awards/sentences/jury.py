"""What is wrong with a panel's marks, and what the marks say about the panel."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    "panel.mark-twice": _(
        "Juri {juror} tercatat menilai {entry} lebih dari sekali untuk kriteria {criterion}. Tidak ada nilai yang "
        "dihitung. Hapus salah satu nilai itu, lalu hitung lagi."
    ),
    "panel.criteria-mixed": _(
        "Nilai dari beberapa kriteria tercampur: {criteria}. Tidak ada nilai yang dihitung. Hitung setiap kriteria "
        "sendiri-sendiri."
    ),
    "panel.unknown-entry": _(
        "Juri {juror} menilai {entry}, tetapi {entry} tidak ada dalam daftar peserta. Tidak ada nilai yang dihitung. "
        "Perbaiki kode peserta atau hapus nilai itu, lalu hitung lagi."
    ),
    "panel.mark-not-a-number": _(
        "Nilai juri {juror} untuk {entry} bukan angka: {text}. Tidak ada nilai yang dihitung. Perbaiki nilai itu, "
        "lalu hitung lagi."
    ),
    "panel.too-few-to-trim": _(
        "{entry} hanya mendapat {present} nilai, sedangkan aturan membuang {dropped} nilai tertinggi dan terendah, "
        "sehingga tidak ada nilai yang tersisa. Tidak ada nilai yang dihitung. Tambah juri untuk peserta itu, atau "
        "tetapkan jumlah nilai minimum yang lebih besar dalam juknis."
    ),
    "panel.juror-marks": _("{juror} ({marks} nilai)"),
    "panel.jurors-marked-too-few": _(
        "Kelonggaran juri belum dapat dikoreksi: setiap juri harus menilai paling sedikit {minimum} peserta, tetapi "
        "ada yang kurang: {jurors}. Tidak ada nilai yang diubah. Tambah penugasan juri itu, atau hitung tanpa "
        "koreksi sesuai juknis."
    ),
    "panel.link": _("juri {juror} menilai {entry}"),
    "panel.part": _("bagian {number}: peserta {entries} oleh juri {jurors}"),
    "panel.names-and-others": _("{names} dan {others} lainnya"),
    "panel.disconnected": _(
        "Peserta dinilai oleh {count} bagian panel yang tidak terhubung (sambungan memerlukan {shared} peserta yang "
        "dinilai bersama), sehingga peringkatnya tidak dapat dibandingkan: {parts:each}. Tidak ada nilai yang "
        "dihitung. Agar terhubung, perlu: {links:each}."
    ),
    "panel.disconnected-group": _(
        "Peserta dalam kelompok {group} dinilai oleh {count} bagian panel yang tidak terhubung (sambungan memerlukan "
        "{shared} peserta yang dinilai bersama), sehingga peringkatnya tidak dapat dibandingkan: {parts:each}. Tidak "
        "ada nilai yang dihitung. Agar terhubung, perlu: {links:each}."
    ),
    "panel.even": _("Juri {juror} sejalan dengan rata-rata panel (galat baku {error:number}, {marks} nilai)."),
    "panel.lenient": _(
        "Juri {juror} lebih longgar {size:number} dari rata-rata panel (galat baku {error:number}, {marks} nilai)."
    ),
    "panel.strict": _(
        "Juri {juror} lebih ketat {size:number} dari rata-rata panel (galat baku {error:number}, {marks} nilai)."
    ),
    "panel.correlation": _("Rata-rata korelasi antarjuri {correlation:number} dari {pairs} pasang juri."),
    "panel.unconnected": _(
        "Panel terbagi dalam {parts} bagian yang tidak terhubung; kelonggaran juri hanya dapat dibandingkan di dalam "
        "satu bagian."
    ),
    "panel.outlier": _(
        "Nilai {value:number} dari juri {juror} untuk {entry} jauh dari perkiraan {expected:number}; periksa apakah "
        "salah ketik."
    ),
    "panel.variance-unknown": _(
        "Ragam peserta, juri, dan sisa tidak dapat dipisahkan dari nilai yang ada: perlu paling sedikit dua peserta, "
        "dua juri, dan nilai yang lebih banyak daripada jumlah keduanya, dengan sisa yang tidak nol. Nilai dan "
        "peringkat tidak terpengaruh."
    ),
    "panel.variance-shares": _(
        "Dari seluruh ragam nilai, {entries:percent} berasal dari peserta, {jurors:percent} dari kelonggaran juri, "
        "dan {rest:percent} sisa."
    ),
    "panel.agreement": _(
        "Kesepakatan antarjuri (ICC) {agreement:number}; bila perbedaan kelonggaran disisihkan {consistency:number}."
    ),
    "panel.variance-rough": _("Perhitungan ragam belum konvergen setelah {steps} langkah; angkanya perkiraan kasar."),
}
