"""What can be uploaded: each app describes its kinds of rows once; form, template, checks and SQL follow from that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models

from paritrana.lib.region_names import Gazetteer

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

StagedRow = Mapping[str, str]
RowFault = tuple[str, str]
RowCheck = Callable[[StagedRow], Sequence[RowFault]]


class ColumnType(StrEnum):
    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DATE = "date"
    MONTH = "month"
    CHOICE = "choice"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file. `field` is the target's field it fills; a column without one only finds a reference.

    `default` stands in for an empty cell; a column without default must be filled, unless it is `nullable`.
    Dates and years of an `is_past` column cannot lie in the future; letters of an `is_upper` one are compared without
    case. `counts_something` is false for numbers that are names, such as years: they have no sum and make no jump.
    """

    name: str
    content: ColumnType
    help: "str | StrPromise"
    field: str = ""
    default: str | None = None
    nullable: bool = False
    choices: type[models.TextChoices] | None = None
    maximum_length: int = 300
    is_past: bool = False
    is_upper: bool = False
    counts_something: bool = True

    @property
    def is_amount(self) -> bool:
        return self.counts_something and self.content in {ColumnType.WHOLE, ColumnType.DECIMAL}

    @property
    def is_required(self) -> bool:
        return self.default is None and not self.nullable


@dataclass(frozen=True, slots=True)
class Naming:
    """The file column that says a name, the other table's fields that hold one, and what codes and names mean.

    The gazetteer knows former codes and names too; it is read anew for every check.
    """

    column: str
    fields: tuple[str, ...]
    gazetteer: Callable[[], Gazetteer]


@dataclass(frozen=True, slots=True)
class Reference:
    """How a row finds the row it belongs to: file columns against columns of the other table.

    `region_column` is the column there that holds a region code, for uploads limited to one region's tree.
    `levels` limits regions to these levels. `naming` lets a file say the other row's name too, to be compared.
    """

    field: str
    model: type[models.Model]
    match: tuple[tuple[str, str], ...]
    unknown: "str | StrPromise"
    region_column: str = ""
    levels: tuple[str, ...] = ()
    naming: Naming | None = None


@dataclass(frozen=True, slots=True)
class ImportKind:
    """One kind of upload. `key` names the file columns that make two rows the same row.

    The target's unique constraint must cover the reference's field and the fields of the key's columns.
    `plain` gives the plain form of key columns that people spell in several ways: rows are told apart by it.
    `dated` names the columns of the first and the last day that a row speaks of: a code means what it meant then.
    `flows` are columns whose figures are added over the periods of a key: a year and one of its halves count twice.
    `words` is a column of names that somebody else must know (`register_words`): what nobody reads is said.
    """

    code: str
    label: "str | StrPromise"
    model: type[models.Model]
    columns: tuple[Column, ...]
    reference: Reference
    key: tuple[str, ...]
    plain: Mapping[str, Callable[[StagedRow], str]] = field(default_factory=dict)
    checks: tuple[RowCheck, ...] = ()
    dated: tuple[str, str] | None = None
    flows: tuple[str, ...] = ()
    words: str = ""
    example: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_national(self) -> bool:
        """Rows that belong to no region: only an upload for the whole nation may bring them."""
        return not self.reference.region_column

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def aligned(self, cells: Sequence[str]) -> tuple[str, ...]:
        """Lay a stored row under the header: one rejected before the kind took names has no cell for them.

        Cells beyond the titles are left away.
        """
        naming = self.reference.naming
        if naming is None or len(cells) >= len(self.columns):
            return tuple(cells[: len(self.columns)])
        place = self.header.index(naming.column)
        return (*cells[:place], "", *cells[place:])

    @property
    def reference_columns(self) -> tuple[str, ...]:
        return tuple(column for column, _other in self.reference.match)

    @property
    def filled(self) -> tuple[Column, ...]:
        """The columns that are stored in the target."""
        return tuple(column for column in self.columns if column.field)

    @property
    def amounts(self) -> tuple[Column, ...]:
        """The stored columns that count something: people, rupiah, points."""
        return tuple(column for column in self.filled if column.is_amount)

    @property
    def unique_fields(self) -> tuple[str, ...]:
        """The target's fields that tell its rows apart, the reference first where it is part of the key."""
        by_name = {column.name: column.field for column in self.columns}
        own = [by_name[name] for name in self.key if by_name[name]]
        is_part = any(name in self.reference_columns for name in self.key)
        return (self.reference.field, *own) if is_part else tuple(own)

    def target_field(self, name: str) -> Any:
        return self.model._meta.get_field(name)  # noqa: SLF001 - the documented door to a model's fields


_kinds: dict[str, ImportKind] = {}


def register_kind(kind: ImportKind) -> None:
    """Make a kind of upload known; called from an app's `AppConfig.ready`."""
    _kinds[kind.code] = kind


_words: dict[str, Callable[[], frozenset[str]]] = {}


def register_words(kind_code: str, known: Callable[[], frozenset[str]]) -> None:
    """Tell which words of a kind's `words` column are read; called from the `AppConfig.ready` of who reads them."""
    _words[kind_code] = known


def known_words(kind: ImportKind) -> frozenset[str]:
    """Return the words that are read; none where nobody reads any yet, and then nothing can be said of a word."""
    return _words[kind.code]() if kind.words and kind.code in _words else frozenset()


def import_kinds() -> tuple[ImportKind, ...]:
    return tuple(_kinds.values())


def import_kind(code: str) -> ImportKind:
    return _kinds[code]
