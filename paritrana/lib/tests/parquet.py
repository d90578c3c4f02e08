"""Parquet files for tests, written by the engine that reads them; `cases/` holds some that others wrote."""

import tempfile
from pathlib import Path

import duckdb


def parquet(columns, options=""):
    """Return a file of columns, each {title: (SQL type, values)}."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        titles = ['"' + title.replace('"', '""') + '"' for title in columns]
        kinds = [kind for kind, _values in columns.values()]
        connection.execute(f"CREATE TABLE t ({', '.join(map(' '.join, zip(titles, kinds, strict=True)))})")
        lists = [list(values) for _kind, values in columns.values()]
        casts = [f"CAST(unnest(CAST(? AS VARCHAR[])) AS {kind})" for kind in kinds]
        connection.execute(f"INSERT INTO t SELECT {', '.join(casts)}", lists)
        path = Path(folder) / "t.parquet"
        connection.execute(f"COPY t TO '{path}' (FORMAT parquet{options})")
        return path.read_bytes()


def text_parquet(rows):
    """Return rows of text, titles first, as they would stand in a CSV file."""
    titles, *body = rows
    return parquet({title: ("VARCHAR", [row[place] for row in body]) for place, title in enumerate(titles)})
