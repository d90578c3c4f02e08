"""What the rulebook's page says of the columns that earlier editions fill."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from awards.engine import Rules
from awards.engine.history import OF_A_CRITERION, HistoryColumn, HistoryKind
from awards.rulebooks.selectors.words import Clause
from paritrana.pages.reader import in_words


def history_clauses(rules: Rules) -> list[Clause]:
    return [
        Clause(in_words(column.name, column.name_en), tuple(_sentences(column)), column.citations)
        for column in rules.history.values()
    ]


def kind_words(kind: HistoryKind) -> str:
    return {
        HistoryKind.WINS_IN_A_ROW: _("Berapa edisi berturut-turut, sampai edisi sebelum ini, peserta menang."),
        HistoryKind.WINS: _("Berapa kali peserta menang pada edisi terdahulu."),
        HistoryKind.YEARS_SINCE_WIN: _("Berapa tahun sejak peserta terakhir menang."),
        HistoryKind.LAST_FIGURE: _("Angka peserta pada edisi sebelum ini, sebagaimana diumumkan."),
        HistoryKind.LAST_SCORE: _("Nilai peserta pada edisi sebelum ini, sebagaimana diumumkan."),
    }[kind]


def _sentences(column: HistoryColumn) -> Iterator[str]:
    yield kind_words(column.kind)
    if column.kind in OF_A_CRITERION:
        yield _("Kriterianya pada juknis edisi itu: %(code)s.") % {"code": column.criterion}
    elif column.prizes or column.bands:
        yield _("Yang dihitung menang: %(names)s.") % {"names": ", ".join((*column.prizes, *column.bands))}
    else:
        yield _("Setiap juara dihitung menang.")
    if column.since is not None:
        yield _("Edisi sebelum %(year)s tidak dihitung.") % {"year": str(column.since)}
    yield _("Dibaca dari hasil yang sudah diumumkan; yang tidak diketahui dianggap kosong, bukan nol.")
