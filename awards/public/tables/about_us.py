"""Tables of the pages about sources and about personal data."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from awards.public.tables.terms import SITE
from employers.selectors.sources import RecordSource
from paritrana.accounts.personal_data import INVENTORY
from paritrana.pages.open_tables import About, CellKind, OpenColumn, OpenPage, OpenRow, OpenTable, month_text


def sources_tables(found: Sequence[RecordSource]) -> OpenPage:
    table = OpenTable(
        "sources",
        _("Data rujukan"),
        (
            OpenColumn("subject", _("Data")),
            OpenColumn("source", _("Sumber")),
            OpenColumn("rows", _("Baris"), CellKind.NUMBER),
            OpenColumn("first", _("Dari"), CellKind.TIME),
            OpenColumn("last", _("Sampai"), CellKind.TIME),
            OpenColumn("terms", _("Ketentuan")),
        ),
        About(
            definition=_("Sumber setiap data rujukan, berapa baris darinya, dan masa yang diceritakannya."),
            source=_("Catatan pemuatan data rujukan di situs ini"),
            licence=str(SITE.licence),
            changes=_("Ketika penyelenggara memuat data rujukan baru."),
        ),
        [
            OpenRow(
                (
                    str(row.subject),
                    row.source,
                    row.rows,
                    month_text(row.first),
                    month_text(row.last),
                    str(row.terms),
                )
            )
            for row in found
        ],
    )
    return OpenPage(_("Sumber dan lisensi"), (table,))


def inventory_tables() -> OpenPage:
    table = OpenTable(
        "inventory",
        _("Data pribadi yang disimpan di sini"),
        (
            OpenColumn("subject", _("Tentang siapa")),
            OpenColumn("record", _("Data")),
            OpenColumn("purpose", _("Untuk apa")),
            OpenColumn("ground", _("Dasar hukum")),
            OpenColumn("keeping", _("Berapa lama")),
            OpenColumn("erasure", _("Ketika dihapus")),
        ),
        About(
            definition=_("Jenis data pribadi yang disimpan; bukan datanya sendiri."),
            source=_("Daftar data pribadi perangkat lunak ini"),
            licence=str(SITE.licence),
            changes=_("Ketika perangkat lunak ini menyimpan data pribadi lain."),
        ),
        [
            OpenRow(
                (
                    str(subject.title),
                    str(record.what),
                    str(record.purpose),
                    str(record.ground.label),
                    str(record.keeping.label),
                    str(record.erasure.label),
                )
            )
            for subject in INVENTORY
            for record in subject.records
        ],
    )
    return OpenPage(_("Data pribadi"), (table,))
