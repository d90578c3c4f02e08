"""Under which terms figures may be used, and when each kind of them changes next."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Terms:
    """`licence` and `changes` as sentences."""

    licence: str | Promise
    changes: str | Promise


SURVEY = Terms(
    _("Fakta dari instansi resmi; sebutkan sumbernya."),
    _("Ketika BPS menerbitkan Sakernas Agustus berikutnya dan penyelenggara memuatnya."),
)
PROGRAMME = Terms(
    _("Angka dari laporan yang diterbitkan; sebutkan sumbernya. Naskah laporannya tidak disalin."),
    _("Ketika angka nasional berikutnya diterbitkan dan penyelenggara memuatnya; tidak ada tanggal tetap."),
)
REPORTS = Terms(
    _("Dilaporkan kepada penyelenggara untuk penilaian; sebutkan sumbernya."),
    _("Ketika laporan periode berikutnya diunggah; laporan yang dikoreksi menggantikan yang lama."),
)
MONTHLY = Terms(
    _("Jumlah dari laporan bulanan kepada penyelenggara; sebutkan sumbernya."),
    _("Ketika laporan bulan berikutnya diunggah."),
)
PLACES = Terms(
    _("Kode dan nama dari peraturan; penduduk dari Dukcapil. Salinannya berlisensi MIT."),
    _("Ketika peraturan mengubah wilayah atau Dukcapil menerbitkan semester berikutnya."),
)
BODIES = Terms(
    _("Fakta; beberapa nama pendek dan golongan disusun sendiri."),
    _("Ketika susunan kabinet berubah."),
)
SITE = Terms(
    _("Disusun oleh penyelenggara; boleh dipakai dengan menyebut sumbernya."),
    _("Ketika penyelenggara memperbarui halaman ini."),
)
