"""Parquet: what is read exactly, what leaves a doubt and is refused, and what a crafted file can do to us (nothing)."""

import datetime
import json
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paritrana.lib import parquet_process, parquet_reading
from paritrana.lib.parquet_reading import ParquetProcessError
from paritrana.lib.table_faults import DEFAULT_LIMITS, MEBIBYTE, TableFault, TableLimits, TableRefusedError
from paritrana.lib.tables import open_table
from paritrana.lib.tests.parquet import parquet

CASES = Path(__file__).parent / "cases"
DAY = datetime.date(2024, 12, 31)
SMALL = TableLimits(file_bytes=100_000, rows=3, columns=2, line_characters=200)


def read(path, limits=DEFAULT_LIMITS):
    with open_table(path, limits=limits) as table:
        return table.header, list(table.rows)


def stored(folder, content):
    path = folder / "a.csv"
    path.write_bytes(content)
    return path


def column(folder, kind, *values, limits=DEFAULT_LIMITS):
    """Return the one column of a file, cell by cell."""
    _header, rows = read(stored(folder, parquet({"kolom": (kind, values)})), limits)
    return [cell for _number, [cell] in rows]


def refusal(path, limits=DEFAULT_LIMITS):
    with pytest.raises(TableRefusedError) as refused:
        read(path, limits)
    return refused.value.fault, refused.value.where


@pytest.mark.parametrize("writer", ["pandas", "polars"])
def test_open_table_when_others_wrote_the_file_then_cells_are_typed_and_nulls_are_nothing(writer):
    header, rows = read(CASES / f"{writer}.parquet")

    assert header == ("kode", "jumlah", "tanggal", "saat", "aktif", "nilai")
    assert rows == [
        (1, ["52.01", "10", "2024-12-31", "2024-12-31", True, Decimal("12.50")]),
        (2, ["52.02", None, None, None, None, None]),
    ]


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        ("VARCHAR", " 1.234 ", " 1.234 "),
        ("VARCHAR", "", None),
        ("VARCHAR", "\\u0000 \"é\"\n", "\\u0000 \"é\"\n"),
        ("TINYINT", -5, "-5"),
        ("UBIGINT", 2**64 - 1, "18446744073709551615"),
        ("DECIMAL(38,2)", Decimal("123456789012345678901234567890123456.78"), "same"),
        ("DECIMAL(4,4)", Decimal("0.1000"), "same"),
        ("BOOLEAN", False, "same"),
        ("DATE", DAY, "2024-12-31"),
        ("DATE", "20241-01-01", "20241-01-01"),
        ("TIMESTAMP", datetime.datetime(2024, 12, 31), "2024-12-31"),
    ],
    ids=str,
)  # fmt: skip
def test_open_table_when_a_type_leaves_no_doubt_then_reads_what_was_written(tmp_path, kind, value, cell):
    rows = column(tmp_path, kind, value, "2024-01-01" if kind in {"DATE", "TIMESTAMP"} else None)

    assert rows[:1] == ([value if cell == "same" else cell] if cell is not None else [])


def test_open_table_when_a_row_is_empty_then_left_out_and_the_others_keep_their_number(tmp_path):
    assert read(stored(tmp_path, parquet({"a": ("VARCHAR", ["x", None, "y"]), "b": ("INT", [1, None, None])}))) == (
        ("a", "b"),
        [(1, ["x", "1"]), (3, ["y", None])],
    )


written_numbers = st.tuples(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 15)).map(
    lambda pair: Decimal(pair[0]).scaleb(-pair[1])
)


@settings(max_examples=5)
@given(numbers=st.lists(written_numbers, min_size=100, max_size=300))
def test_open_table_when_floats_hold_up_to_fifteen_digits_then_they_are_what_was_written(tmp_path_factory, numbers):
    cells = column(tmp_path_factory.mktemp("f"), "DOUBLE", *map(float, numbers))

    assert list(map(Decimal, cells)) == numbers


def test_open_table_when_single_floats_hold_up_to_six_digits_then_they_are_what_was_written(tmp_path):
    assert column(tmp_path, "FLOAT", 0.1, 123.456, 16777200.0) == [
        Decimal("0.1"), Decimal("123.456"), Decimal(16777200)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("DOUBLE", 0.1 + 0.2, "0.30000000000000004"),
        ("DOUBLE", 2.0**53, "9007199254740992.0"),
        ("DOUBLE", 1e20, "1e+20"),
        ("DOUBLE", float("nan"), "nan"),
        ("DOUBLE", float("-inf"), "-inf"),
        ("FLOAT", 1.2345678, "1.2345677614212036"),
        ("FLOAT", 2.0**24, "16777216.0"),
        ("FLOAT", 3e38, "3.0"),
    ],
)
def test_open_table_when_a_float_may_have_been_another_number_then_names_the_place(tmp_path, kind, value, shown):
    path = stored(tmp_path, parquet({"nilai": (kind, [1.5, value])}))

    fault, where = refusal(path)

    assert fault == TableFault.INEXACT
    assert where.startswith(f"nilai, 2: {shown}")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("BLOB", b"a"), ("TIME", "01:02:03"), ("TIMESTAMPTZ", "2024-12-31"), ("INTEGER[]", [1]), ("UUID", None),
        ("STRUCT(x INTEGER)", {"x": 1}), ("INTERVAL", None),
    ],
)  # fmt: skip
def test_open_table_when_a_type_leaves_a_doubt_then_names_the_column(tmp_path, kind, value):
    fault, where = refusal(stored(tmp_path, parquet({"baik": ("INT", [1]), "nilai": (kind, [value])})))

    assert (fault, where[:5]) == (TableFault.COLUMN_TYPE, "nilai")


@pytest.mark.parametrize("name", ["wide_decimal", "half_float"])
def test_open_table_when_the_engine_would_round_a_type_then_refused(name):
    assert refusal(CASES / f"{name}.parquet")[0] == TableFault.COLUMN_TYPE


@pytest.mark.parametrize("moment", ["2024-12-31 17:00:00", "2024-12-31 00:00:00.000001", "0044-03-15 (BC) 00:00:01"])
def test_open_table_when_a_day_has_a_time_then_refused(tmp_path, moment):
    path = stored(tmp_path, parquet({"hari": ("TIMESTAMP", ["2024-12-31", moment])}))

    assert refusal(path) == (TableFault.TIME_OF_DAY, f"hari, 2: {moment}")


def test_open_table_when_a_day_has_a_nanosecond_then_refused():
    assert refusal(CASES / "nanosecond.parquet")[0] == TableFault.TIME_OF_DAY


def test_open_table_when_a_title_stands_twice_then_both_are_told():
    assert read(CASES / "twice.parquet")[0] == ("nilai", "nilai")


PLAIN = {"a": ("VARCHAR", ["x", "y"]), "b": ("INTEGER", [1, 2])}


@pytest.mark.parametrize(
    ("columns", "options", "fault"),
    [
        ({"a": ("INTEGER", range(4))}, "", TableFault.TOO_MANY_ROWS),
        ({name: ("INTEGER", [1]) for name in "abc"}, "", TableFault.TOO_MANY_COLUMNS),
        ({"a": ("VARCHAR", ["x" * 300])}, "", TableFault.TOO_MANY_COLUMNS),
        ({"a": ("VARCHAR", ["é" * 150])}, "", TableFault.TOO_MANY_COLUMNS),
        ({"a": ("VARCHAR", ["x" * 200_000])}, ", COMPRESSION zstd", TableFault.PARQUET_TOO_LARGE),
        ({"a": ("VARCHAR", ["a\x00b"])}, "", TableFault.NOT_UTF8),
        ({"a": ("VARCHAR", [])}, "", None),
    ],
    ids=["rows", "columns", "long cell", "long cell in bytes", "size told", "NUL", "no row"],
)  # fmt: skip
def test_open_table_when_beyond_a_limit_then_refused(tmp_path, columns, options, fault):
    path = stored(tmp_path, parquet(columns, options))

    if fault is None:
        assert read(path, SMALL) == (("a",), [])
    else:
        assert refusal(path, SMALL)[0] == fault


def test_open_table_when_the_file_says_that_it_unpacks_beyond_the_limit_then_nothing_is_unpacked(tmp_path):
    path = stored(tmp_path, parquet({"a": ("DECIMAL(38,0)", range(5000))}, ", COMPRESSION zstd"))

    assert (path.stat().st_size < 60_000, len(read(path)[1])) == (True, 5000)
    assert sum(len(f'["{number}"]\n') for number in range(5000)) < 60_000
    assert refusal(path, TableLimits(file_bytes=60_000))[0] == TableFault.PARQUET_TOO_LARGE


def test_open_table_when_one_long_text_is_told_many_times_then_stops_at_the_limit(tmp_path):
    path = stored(tmp_path, parquet({"a": ("VARCHAR", ["x" * 10_000] * 300)}))

    assert path.stat().st_size < 40_000
    assert refusal(path, TableLimits(file_bytes=MEBIBYTE))[0] == TableFault.PARQUET_TOO_LARGE


# A process starts out with the memory that its parent ever had: this small one stands between.
MEASURED = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-I", *sys.argv[1:]], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""


def test_open_table_when_a_page_unpacks_to_a_gigabyte_and_denies_it_then_refused_in_little_memory():
    """The file says that it unpacks to 100 bytes."""
    bounds = [DEFAULT_LIMITS.file_bytes, DEFAULT_LIMITS.rows, DEFAULT_LIMITS.columns, DEFAULT_LIMITS.line_characters]
    command = [sys.executable, "-I", "-c", MEASURED, str(parquet_reading.PROGRAM), *map(str, bounds)]
    with (CASES / "page_bomb.parquet").open("rb") as file:
        done = subprocess.run(command, stdin=file, capture_output=True, env={}, check=True)

    assert json.loads(done.stdout.splitlines()[-1])["fault"] == TableFault.PARQUET_TOO_LARGE
    assert int(done.stderr) < 700 * 1024
    assert refusal(CASES / "page_bomb.parquet")[0] == TableFault.PARQUET_TOO_LARGE


@pytest.mark.parametrize("compression", ["uncompressed", "snappy", "zstd", "gzip"])
def test_open_table_when_cut_off_anywhere_then_refused(tmp_path, compression):
    content = parquet(PLAIN, f", COMPRESSION {compression}")
    ends = [4, 5, 12, len(content) // 2, len(content) - 9, len(content) - 4, len(content) - 1]

    assert {refusal(stored(tmp_path, content[:end]))[0] for end in ends} == {TableFault.BROKEN}


def test_open_table_when_the_text_is_not_utf8_then_refused():
    assert refusal(CASES / "not_utf8.parquet")[0] == TableFault.BROKEN


def test_open_table_when_encrypted_then_refused(tmp_path):
    content = parquet(PLAIN)

    assert refusal(stored(tmp_path, b"PARE" + content[4:-4] + b"PARE"))[0] == TableFault.ENCRYPTED


def test_open_table_when_a_sheet_is_wanted_then_refused(tmp_path):
    with pytest.raises(TableRefusedError) as refused, open_table(stored(tmp_path, parquet(PLAIN)), sheet="Data"):
        pass

    assert refused.value.fault == TableFault.NO_SHEET


# What the engine may do ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_parquet('{other}')",
        "SELECT * FROM read_csv('{other}', auto_detect = true)",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM '{other}'",
        "SELECT * FROM read_parquet('http://127.0.0.1:9/a.parquet')",
        "SELECT * FROM read_parquet('s3://a/b.parquet')",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '{other}'",
        "ATTACH '{other}'",
        "COPY (SELECT 1) TO '{new}'",
        "EXPORT DATABASE '{new}'",
        "CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')",
        "SET enable_external_access = true",
        "SET allowed_paths = ['/etc/passwd']",
        "SET memory_limit = '64GB'",
        "SET threads = 64",
        "SET autoinstall_known_extensions = true",
        "RESET lock_configuration",
    ],
)
def test_connected_when_asked_for_anything_but_its_input_then_refuses(tmp_path, statement):
    other, new = stored(tmp_path, parquet(PLAIN)), tmp_path / "new"

    with parquet_process.connected() as connection, pytest.raises(duckdb.Error):
        connection.execute(statement.format(other=other, new=new))

    assert sorted(tmp_path.iterdir()) == [other]


# What becomes of the process ----------------------------------------------------------------------------------


def instead(folder, monkeypatch, program):
    path = folder / "program.py"
    path.write_text(f"import os, signal, sys\n{program}\nsys.stdout.flush()\n")
    monkeypatch.setattr(parquet_reading, "PROGRAM", path)
    return stored(folder, parquet(PLAIN))


HEAD = 'print(\'{"columns": [["a", "text"]], "rows": 1}\')'


@pytest.mark.parametrize(
    ("ends", "fault"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", TableFault.PARQUET_TOO_LARGE),
        ("os.kill(os.getpid(), signal.SIGXCPU)", TableFault.PARQUET_TOO_LARGE),
        ("os.kill(os.getpid(), signal.SIGSEGV)", TableFault.BROKEN),
        ("os.abort()", TableFault.BROKEN),
    ],
)
@pytest.mark.parametrize("says", ["", HEAD, f"{HEAD}; print('[\"x', end='')"], ids=["nothing", "titles", "half a row"])
def test_open_table_when_the_process_dies_over_the_file_then_refused(tmp_path, monkeypatch, says, ends, fault):
    path = instead(tmp_path, monkeypatch, f"{says}\nsys.stdout.flush()\n{ends}")

    assert refusal(path)[0] == fault


STOPPED = "os.kill(os.getpid(), signal.SIGTERM)"


@pytest.mark.parametrize(
    "program",
    ["sys.exit(3)", f"{HEAD}; sys.exit(3)", "pass", STOPPED, f"{HEAD}; sys.stdout.flush(); {STOPPED}"],
    ids=["at once", "later", "silent", "stopped", "stopped later"],
)
def test_open_table_when_the_process_cannot_work_then_the_file_is_not_blamed(tmp_path, monkeypatch, program):
    path = instead(tmp_path, monkeypatch, program)

    with pytest.raises(ParquetProcessError):
        read(path)


def test_open_table_when_the_process_says_a_line_without_end_then_it_is_ended(tmp_path, monkeypatch):
    path = instead(tmp_path, monkeypatch, f"{HEAD}\nwhile True: sys.stdout.write('x' * 1000)")

    assert refusal(path)[0] == TableFault.PARQUET_TOO_LARGE


def test_open_table_when_reading_stops_early_then_no_process_stays(tmp_path, monkeypatch):
    started = []
    popen = subprocess.Popen
    monkeypatch.setattr(
        parquet_reading.subprocess, "Popen", lambda *args, **more: started.append(popen(*args, **more)) or started[0]
    )
    path = stored(tmp_path, parquet({"a": ("INTEGER", range(100_000))}))

    with open_table(path) as table:
        assert next(table.rows) == (1, ["0"])

    assert [one.returncode for one in started] == [-signal.SIGKILL]


def test_open_table_when_a_process_reads_then_it_knows_nothing_of_our_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    program = 'import json; print(json.dumps({"columns": [[name, "text"] for name in ["-", *os.environ]], "rows": 0}))'
    path = instead(tmp_path, monkeypatch, program)

    header, _rows = read(path)

    assert set(header) <= {"-", "LC_CTYPE", "__CF_USER_TEXT_ENCODING"}
