"""How firmly a ranking stands, whether a rulebook measures what it says, and why a question cannot be asked."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    "robust.no-straight-criterion": _(
        "Galat data «{name}» tidak dapat dihitung: nilainya tidak mengikuti angkanya menurut garis lurus sampai "
        "nilai akhir. Kriteria yang dapat: tidak ada."
    ),
    "robust.not-straight": _(
        "Galat data «{name}» tidak dapat dihitung: nilainya tidak mengikuti angkanya menurut garis lurus sampai "
        "nilai akhir. Kriteria yang dapat: {criteria}."
    ),
    "robust.entry-not-scored": _("Bobot di bawah «{name}» tidak dapat diuji: {entry} tidak dinilai pada kriteria itu."),
    "robust.criteria-skipped": _(
        "Bobot di bawah «{name}» tidak dapat diuji: pada {entry} dilewati {skipped}, sehingga bobotnya sudah "
        "dibagikan kepada kriteria lain."
    ),
    "robust.score-bent": _(
        "Bobot di bawah «{name}» tidak dapat diuji: nilai «{criterion}» peserta {entry} dikalikan faktor atau "
        "terkena batas, sehingga tidak lagi mengikuti bobot."
    ),
    "robust.nothing-to-test": _("Tidak ada peserta atau kriteria yang dapat diuji."),
    "robust.codes-twice": _("Kode peserta dan kode kriteria tidak boleh berulang."),
    "robust.sizes-differ": _("Jumlah bobot atau baris nilai tidak sama dengan jumlah kriteria atau peserta."),
    "robust.scores-absent": _("Setiap peserta memerlukan tepat satu nilai untuk setiap kriteria."),
    "robust.weights-not-positive": _("Bobot tidak boleh negatif dan jumlahnya harus lebih dari nol."),
    "robust.unknown-entry": _("Peserta {entry} tidak ada dalam tabel."),
    "robust.winner-tied": _("Peringkat pertama seri antara {leaders}. Sebutkan pemenang yang hendak diuji."),
    "robust.not-the-winner": _("{entry} bukan peringkat pertama, sehingga tidak dapat diuji sebagai pemenang."),
    "robust.spread": _("Sebaran bobot harus lebih dari 0 dan paling besar {most:number}."),
    "robust.too-many-entries": _(
        "Simulasi dibatasi {most} peserta, sedangkan tabel ini memuat {entries}. Batasi simulasi pada para finalis."
    ),
    "robust.draws-or-prizes": _("Jumlah undian dan jumlah penerima penghargaan harus paling sedikit 1."),
    "robust.unknown-criterion": _("Kriteria {name} tidak ada dalam tabel yang disimulasikan."),
    "robust.weights-drawn-around": _("bobot diundi di sekitar bobot resmi"),
    "robust.weights-drawn-freely": _("bobot diundi bebas tanpa memandang bobot resmi"),
    "robust.weights-kept": _("bobot tetap seperti bobot resmi"),
    "robust.jury-drawn": _("bobot suara juri diundi"),
    "robust.errors-drawn": _("galat data diperhitungkan"),
    "robust.draws": _("Dalam {draws:number} undian (benih {seed}), {subject}."),
    "robust.entry-prized": _("{entry} (peringkat {rank}) masuk {prizes} besar dalam {share:percent} undian."),
    "robust.entry-place": _(
        "{entry} (peringkat {rank}) menjadi peringkat pertama dalam {first:percent} undian (galat Monte Carlo "
        "{error:number} poin persen) dan masuk {prizes} besar dalam {prized:percent}; dalam {sure:percent} undian ia "
        "berada di peringkat {low}."
    ),
    "robust.entry-places": _(
        "{entry} (peringkat {rank}) menjadi peringkat pertama dalam {first:percent} undian (galat Monte Carlo "
        "{error:number} poin persen) dan masuk {prizes} besar dalam {prized:percent}; dalam {sure:percent} undian ia "
        "berada di peringkat {low} sampai {high}."
    ),
    "robust.too-close": _("{entries:and} terlalu dekat untuk dibedakan."),
    "robust.flip-fixed": _(
        "Bobot {name} kini {weight:percent}. Kriteria ini satu-satunya yang berbobot, sehingga bobotnya tidak dapat "
        "digeser."
    ),
    "robust.flip-never": _(
        "Bobot {name} kini {weight:percent}. Berapa pun bobotnya, {winner} tetap peringkat pertama."
    ),
    "robust.flip": _("Bobot {name} kini {weight:percent}. {ends:sentences}"),
    "robust.flip-down-never": _("Bila bobotnya diturunkan sampai 0%, {winner} tetap peringkat pertama."),
    "robust.flip-up-never": _("Bila bobotnya dinaikkan sampai 100%, {winner} tetap peringkat pertama."),
    "robust.flip-down-tie": _("Bila bobotnya turun sampai {weight:percent}, {rivals:and} menyamai {winner}."),
    "robust.flip-up-tie": _("Bila bobotnya naik sampai {weight:percent}, {rivals:and} menyamai {winner}."),
    "robust.flip-down": _(
        "Bila bobotnya turun sampai {weight:percent}, {rivals:and} menyamai {winner}; bila lebih rendah lagi, "
        "{winner} tersusul."
    ),
    "robust.flip-up": _(
        "Bila bobotnya naik sampai {weight:percent}, {rivals:and} menyamai {winner}; bila lebih tinggi lagi, "
        "{winner} tersusul."
    ),
    "robust.one-mark-none": _(
        "Tidak ada satu nilai juri pun yang, bila berubah {step:number}, mengganti pemenang ({tried:number} "
        "perubahan dicoba)."
    ),
    "robust.one-mark-some": _("Dari {tried:number} perubahan sebesar {step:number}, {changing} mengganti pemenang."),
    "robust.one-mark": _(
        "Bila juri {juror} memberi {entry} {tried:number}, bukan {given:number}, untuk {criterion}, pemenangnya "
        "{winners:and}."
    ),
    "robust.removal-empty": _("Tanpa kriteria {name} tidak ada lagi kriteria yang berbobot."),
    "robust.removal-same": _("Tanpa kriteria {name}, pemenang dan penerima penghargaan tidak berubah."),
    "robust.removal-leaders": _(
        "Tanpa kriteria {name}, peringkat pertama ialah {leaders:and}; penerima penghargaan tetap sama."
    ),
    "robust.removal-entering": _(
        "Tanpa kriteria {name}, peringkat pertama ialah {leaders:and}; dari daftar penerima penghargaan "
        "{entering:and} masuk."
    ),
    "robust.removal-leaving": _(
        "Tanpa kriteria {name}, peringkat pertama ialah {leaders:and}; dari daftar penerima penghargaan "
        "{leaving:and} keluar."
    ),
    "robust.removal-both": _(
        "Tanpa kriteria {name}, peringkat pertama ialah {leaders:and}; dari daftar penerima penghargaan "
        "{entering:and} masuk dan {leaving:and} keluar."
    ),
    "robust.shift-level": _("{rival} sudah setara dengan {winner} pada bobot resmi."),
    "robust.shift": _(
        "Pergeseran bobot terkecil yang membuat {rival} menyamai {winner} ialah {total:percent} dari seluruh bobot: "
        "{moves:and}."
    ),
    "robust.shift-move": _("{amount:percent} dari {source} ke {target}"),
    "robust.shift-no-further": _("Pergeseran lebih jauh pun tidak membuatnya unggul."),
    "robust.shift-further": _("Sedikit lebih dari itu, {rival} menjadi peringkat pertama."),
    "robust.juror-none": _("Tanpa juri mana pun, pemenangnya tetap {winners:and}."),
    "robust.juror-needed": _("Tanpa juri {juror}, hasil tidak dapat dihitung: {refusal}"),
    "robust.juror-decides": _("Tanpa juri {juror}, pemenangnya menjadi {winners:and}."),
    "robust.no-weights-change": _("Tidak ada susunan bobot apa pun yang mengganti peringkat pertama."),
    "robust.no-mark-scale": _("Juknis tidak menyatakan nilai terendah dan tertinggi juri, jadi uji ini dilewati."),
    "audit.nothing-found": _("Tidak ada kejanggalan yang ditemukan pada pohon kriteria dengan data ini."),
    "audit.few-entries": _("Data hanya memuat {entries} peserta; angka audit ini belum dapat dipegang."),
    "audit.constant": _("{name} bernilai sama untuk semua peserta, sehingga tidak membedakan siapa pun."),
    "audit.against-parent": _(
        "{name} berlawanan arah dengan {parent} (korelasi {correlation:number}): peserta yang baik pada {name} "
        "cenderung rendah pada {parent}. Periksa arah penilaiannya."
    ),
    "audit.redundant": _(
        "{name} dan {other} hampir mengukur hal yang sama (korelasi {correlation:number}), sehingga hal itu dihitung "
        "dua kali."
    ),
    "audit.against-sibling": _("{name} dan {other} saling meniadakan (korelasi {correlation:number})."),
    "audit.ceiling": _("{share:percent} peserta berada pada nilai tertinggi {name}, sehingga mereka tidak terbedakan."),
    "audit.floor": _("{share:percent} peserta berada pada nilai terendah {name}, sehingga mereka tidak terbedakan."),
    "audit.overweight": _(
        "Jauh di atas bobotnya: bobot {name} {weight:percent}, pengaruh nyatanya {effect:percent} dari ragam nilai "
        "akhir."
    ),
    "audit.underweight": _(
        "Jauh di bawah bobotnya: bobot {name} {weight:percent}, pengaruh nyatanya {effect:percent} dari ragam nilai "
        "akhir."
    ),
}
