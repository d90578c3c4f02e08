"""Write many rows at once: COPY on PostgreSQL, `executemany` elsewhere; never a row at a time through the ORM."""

import json
from collections.abc import Iterable, Sequence

from django.db import connection, models


def write_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows given as values in the order of `fields`; defaults of the model are not applied."""
    concrete = {field.name: field for field in model._meta.concrete_fields}  # noqa: SLF001 - a documented door
    columns = [concrete[name] for name in fields]
    names = ", ".join(connection.ops.quote_name(str(column.column)) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row([_copied(value) for value in row])
            return
        marks = ", ".join(["%s"] * len(columns))
        prepared = [
            [column.get_db_prep_save(value, connection) for column, value in zip(columns, row, strict=True)]
            for row in rows
        ]
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", prepared)  # noqa: S608 - own names


def _copied(value: object) -> object:
    """COPY takes JSON as its text."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Return primary keys nobody else gets; must run in the transaction that writes the rows."""
    if not count:
        return []
    table = model._meta.db_table  # noqa: SLF001
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [int(row[0]) for row in cursor.fetchall()]
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        last = int(cursor.fetchone()[0])
    return list(range(last + 1, last + 1 + count))


def erase_rows(queryset: models.QuerySet[models.Model]) -> None:
    """Delete without loading the rows; the caller has deleted what points at them."""
    queryset._raw_delete(queryset.db)  # noqa: SLF001 - a cascade would load every row
