"""Refusals of a jury panel: each says what happened, that nothing was changed, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass

from awards.engine.errors import ScoringError


class PanelRuleError(ValueError):
    """The panel rule itself contradicts itself; `field` names the part of the rule."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class PanelError(ScoringError):
    """The marks cannot be judged under the rule; the text is for the jury secretary."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class DuplicateMarkError(PanelError):
    def __init__(self, juror: str, entity: str, criterion: str) -> None:
        super().__init__(
            f"Juri {juror} tercatat menilai {entity} lebih dari sekali untuk kriteria {criterion}. "
            "Tidak ada nilai yang dihitung. Hapus salah satu nilai itu, lalu hitung lagi."
        )
        self.juror, self.entity, self.criterion = juror, entity, criterion


class MixedCriteriaError(PanelError):
    def __init__(self, criteria: Sequence[str]) -> None:
        super().__init__(
            f"Nilai dari beberapa kriteria tercampur: {', '.join(criteria)}. "
            "Tidak ada nilai yang dihitung. Hitung setiap kriteria sendiri-sendiri."
        )
        self.criteria = tuple(criteria)


class UnknownEntityError(PanelError):
    def __init__(self, entity: str, juror: str) -> None:
        super().__init__(
            f"Juri {juror} menilai {entity}, tetapi {entity} tidak ada dalam daftar peserta. "
            "Tidak ada nilai yang dihitung. Perbaiki kode peserta atau hapus nilai itu, lalu hitung lagi."
        )
        self.entity, self.juror = entity, juror


class InvalidMarkError(PanelError):
    def __init__(self, juror: str, entity: str, value: object) -> None:
        super().__init__(
            f"Nilai juri {juror} untuk {entity} bukan angka: {value}. "
            "Tidak ada nilai yang dihitung. Perbaiki nilai itu, lalu hitung lagi."
        )
        self.juror, self.entity = juror, entity


class TooFewToTrimError(PanelError):
    def __init__(self, entity: str, present: int, dropped: int) -> None:
        super().__init__(
            f"{entity} hanya mendapat {present} nilai, sedangkan aturan membuang {dropped} nilai "
            "tertinggi dan terendah, sehingga tidak ada nilai yang tersisa. Tidak ada nilai yang dihitung. "
            "Tambah juri untuk peserta itu, atau tetapkan jumlah nilai minimum yang lebih besar dalam juknis."
        )
        self.entity, self.present, self.dropped = entity, present, dropped


class TooFewJurorMarksError(PanelError):
    """Leniency cannot be estimated from jurors who marked too few entries."""

    def __init__(self, counts: Sequence[tuple[str, int]], minimum: int) -> None:
        listed = ", ".join(f"{juror} ({count} nilai)" for juror, count in counts)
        super().__init__(
            f"Kelonggaran juri belum dapat dikoreksi: setiap juri harus menilai paling sedikit {minimum} peserta, "
            f"tetapi ada yang kurang: {listed}. Tidak ada nilai yang diubah. "
            "Tambah penugasan juri itu, atau hitung tanpa koreksi sesuai juknis."
        )
        self.counts, self.minimum = tuple(counts), minimum


@dataclass(frozen=True, slots=True)
class MissingLink:
    """Juror `juror` marking `entity` helps to join two parts of the panel."""

    juror: str
    entity: str

    def sentence(self) -> str:
        return f"juri {self.juror} menilai {self.entity}"


class DisconnectedPanelError(PanelError):
    """Entries that compete for one rank lie in parts of the panel no juror joins strongly enough."""

    def __init__(
        self,
        components: Sequence[tuple[Sequence[str], Sequence[str]]],
        links: Sequence[MissingLink],
        minimum_shared: int,
        group: str | None,
    ) -> None:
        parts = "; ".join(
            f"bagian {number}: peserta {_listed(entities)} oleh juri {_listed(jurors)}"
            for number, (entities, jurors) in enumerate(components, start=1)
        )
        where = "" if group is None else f" dalam kelompok {group}"
        need = "; ".join(link.sentence() for link in links)
        super().__init__(
            f"Peserta{where} dinilai oleh {len(components)} bagian panel yang tidak terhubung "
            f"(sambungan memerlukan {minimum_shared} peserta yang dinilai bersama), sehingga peringkatnya tidak dapat "
            f"dibandingkan: {parts}. Tidak ada nilai yang dihitung. Agar terhubung, perlu: {need}."
        )
        self.components = tuple((tuple(entities), tuple(jurors)) for entities, jurors in components)
        self.links = tuple(links)
        self.minimum_shared, self.group = minimum_shared, group


_SHOWN = 8


def _listed(names: Sequence[str]) -> str:
    if len(names) <= _SHOWN:
        return ", ".join(names)
    return f"{', '.join(names[:_SHOWN])} dan {len(names) - _SHOWN} lainnya"


class UnsolvedPanelError(ArithmeticError):
    """No prime of the list inverts the panel's equations: a fault of the program, not of the marks."""

    def __init__(self, primes: Sequence[int]) -> None:
        super().__init__(f"The panel's equations are singular modulo each of {tuple(primes)}.")
