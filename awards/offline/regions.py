"""Codes and names of regions in a table: compared with each other as uploads do; former ones are said.

Only a table that says by its headings that it speaks of regions is asked. What it calls an entrant stays as it is: the
marks and the reader of the result know it by that.
"""

import re
from collections.abc import Sequence

from paritrana.lib.problems import Note, note
from paritrana.lib.region_names import Gazetteer, Meaning, NamedRegion, NameVerdict
from regions.parsing.gazetteer import shipped_gazetteer

REGION_CODES = ("kodewilayah", "kodekemendagri", "kodedaerah", "kodekabupatenkota", "kodekabkota", "regioncode")
REGION_NAMES = (
    "namawilayah", "namadaerah", "regionname", "namakabupatenkota", "namakabkota", "kabupatenkota", "kabkota",
    "kabupaten", "regency",
)  # fmt: skip
PROVINCE_NAMES = ("namaprovinsi", "provinsi", "province")
"""Beside a regency's code such a column says where it lies, not what it is called."""
ANY_CODE, ANY_NAME = ("kode", "code"), ("nama", "name")
"""Headings that speak of regions only where the other one does: running numbers and firms have them too, so what does
not fit together under them is told and refuses nothing."""
MOST_DOUBTS = 20
CODE_SHAPE = re.compile(r"\d{2}(?:\.?\d{1,2})?")
"""Provinces and regencies; a longer code is a district's or a village's, whose name stands elsewhere."""


def region_columns(header: Sequence[str]) -> tuple[str, str]:
    """Return the column of region codes and that of region names, "" where a table has none."""
    plain = {_letters(name): name for name in header}

    def first(*wanted: str) -> str:
        return next((plain[words] for words in wanted if words in plain), "")

    code = first(*REGION_CODES)
    name = first(*REGION_NAMES, *(ANY_NAME if code else ()), *PROVINCE_NAMES)
    return code or (first(*ANY_CODE) if name else ""), name


def _letters(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading.casefold())


class RegionCells:
    """Judges the region of every row; `id_column` names the entries, which no two rows of one region may do."""

    def __init__(self, header: Sequence[str], id_column: str, faults: list[Note]) -> None:
        self._code_column, self._name_column = region_columns(header)
        self._named_by = id_column if id_column in {self._code_column, self._name_column} else ""
        general = _letters(self._code_column) in ANY_CODE or _letters(self._name_column) in ANY_NAME
        self._doubts: list[Note] = []
        self._contradictions = self._doubts if general else faults
        self._is_of_provinces = _letters(self._name_column) in PROVINCE_NAMES
        self._faults = faults
        self._first: dict[str, tuple[str, int, bool]] = {}
        self._taken: dict[str, tuple[Meaning, int]] = {}
        self._unknown: dict[str, int] = {}

    def see(self, code: str, name: str, row: int) -> None:
        """Look at one row's cells of these columns."""
        if not code and not name:
            return
        if code and self._is_of_provinces and len(code) > len("52"):
            name = ""
        gazetteer = shipped_gazetteer()
        meanings = gazetteer.of_code(code) if code else gazetteer.of_name(name)
        place = meanings[0].place if len(meanings) == 1 else None
        if code:
            self._judge(gazetteer, code, name, place, row)
        if place is None:
            return
        alias_of_code = meanings[0] if meanings[0].alias else None
        if alias_of_code:
            self._taken.setdefault(code or name, (alias_of_code, row))
        alias_of_name = self._former_name(gazetteer, place, name, row) if code and name else None
        self._see_twice(place, code, name, row, is_alias=bool(alias_of_code or alias_of_name))

    def _judge(self, gazetteer: Gazetteer, code: str, name: str, place: NamedRegion | None, row: int) -> None:
        if not CODE_SHAPE.fullmatch(code):
            return
        named = gazetteer.of_name(name) if name else []
        if place is None and not named and (meant := gazetteer.by_other_code(code)):
            self._contradictions.append(
                note("input.region-other-code", row=str(row), code=code[:20], name=meant.full_name, right=meant.code)
            )
        elif named and (place is None or gazetteer.name_of(place.code, name) is NameVerdict.OTHER):
            right = tuple(meaning.place.code for meaning in named)
            self._contradictions.append(
                note("input.region-misnamed", row=str(row), code=code[:20], name=name[:60], right=right)
            )
        elif place is not None and name and not named:
            self._unknown.setdefault(name, row)

    def _former_name(self, gazetteer: Gazetteer, place: NamedRegion, name: str, row: int) -> Meaning | None:
        if gazetteer.name_of(place.code, name) is not NameVerdict.ALIAS:
            return None
        meaning = next(one for one in gazetteer.of_name(name) if one.place.code == place.code)
        self._taken.setdefault(name, (meaning, row))
        return meaning

    def _see_twice(self, place: NamedRegion, code: str, name: str, row: int, *, is_alias: bool) -> None:
        if not self._named_by:
            return
        entry = code if self._named_by == self._code_column else name
        other, first, was_alias = self._first.setdefault(place.code, (entry, row, is_alias))
        if other != entry and (is_alias or was_alias):
            values = {"row": str(row), "entry": entry[:60], "other": other[:60], "first": str(first)}
            self._faults.append(note("input.region-twice", **values, region=str(place)))

    @property
    def columns(self) -> tuple[str, str]:
        return self._code_column, self._name_column

    def _told_doubts(self) -> list[Note]:
        more = len(self._doubts) - MOST_DOUBTS
        return self._doubts[:MOST_DOUBTS] + ([note("input.region-doubts-more", count=str(more))] if more > 0 else [])

    def notes(self) -> list[Note]:
        """Return what stands for a region of today without being its code or name, and names that nobody has."""
        said = self._told_doubts() + [
            note(
                "input.region-alias",
                row=str(row),
                written=written[:60],
                region=str(meaning.place),
                source=meaning.alias.source if meaning.alias else "",
            )
            for written, (meaning, row) in self._taken.items()
        ]
        if self._unknown:
            names = tuple(name[:60] for name in list(self._unknown)[:20])
            said.append(note("input.region-unknown", names=names))
        return said
