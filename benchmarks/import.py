"""How much slower an upload is than the bare load of the same rows, in one run on one machine.

Reference: COPY of the file as it is into a table without constraints (executemany of split lines on SQLite). The
upload does more: it parses and judges every cell, joins employers, finds doubled rows, compares with the records, and
writes the months with their constraints and indexes.

    VAR_DIR=/tmp/bench python benchmarks/import.py [ROWS] [parquet]

Uses the database of the settings; everything it writes is rolled back or dropped. Prints seconds, rows a second, the
ratios, the processor time of this side (the database's own is not in it) and the peak memory. With `parquet` the same
rows are uploaded as a typed Parquet file; the reference stays the CSV.
"""

# ruff: noqa: E402 - Django is set up before anything of the project is imported

import csv
import datetime
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import django
import duckdb

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paritrana.settings")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
django.setup()

from django.core.files import File
from django.db import connection, transaction

from employers.models.employers import Employer
from employers.models.months import EmployerMonth
from paritrana.accounts.models import User
from paritrana.uploads.kinds import import_kind
from paritrana.uploads.models import ImportBatch
from paritrana.uploads.services.application import apply_import
from paritrana.uploads.services.checks import check_import
from paritrana.uploads.services.uploads import request_apply
from regions.models.regions import Region

MONTHS = 12
AT = datetime.datetime(2024, 2, 1, tzinfo=datetime.UTC)
BARE = "benchmark_bare"


class Silent:
    def advance(self, done, total, step=""):
        pass


class RolledBackError(Exception):
    """Ends the run and takes everything back."""


def make_employers(count):
    region, _new = Region.objects.get_or_create(
        code="52", defaults={"level": "province", "name": "NTB", "full_name": "NTB", "source": "uji",
                             "valid_from": datetime.date(2025, 6, 23)}
    )  # fmt: skip
    Employer.objects.bulk_create(
        (
            Employer(npp=f"{number:08d}", name=f"PT {number}", scale="medium", kbli_section="C", region=region,
                     source="uji", valid_from=datetime.date(2019, 1, 1))
            for number in range(count)
        ),
        batch_size=5000,
    )  # fmt: skip


def write_file(path, rows):
    header = import_kind("bulanan-pemberi-kerja").header
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(header)
        for number in range(rows):
            employer, month = divmod(number, MONTHS)
            writer.writerow(
                [f"{employer:08d}", "", f"2023-{month + 1:02d}", 120, 118, 540000000, 531000000, "ya", "ya", "ya", "ya",
                 "tidak", "2024-01-15", "2024-01-12", 0, 5, 4, 10, 168000, "tidak", "tidak", "tidak", "2023-12-31",
                 "SIPP", "tidak"]
            )  # fmt: skip
    return len(header)


def parquet_of(path):
    """Write the same rows as a program would: numbers as numbers, days as days."""
    types = {"whole": "BIGINT", "date": "DATE"}
    columns = import_kind("bulanan-pemberi-kerja").columns
    typed = ", ".join(f"CAST({one.name} AS {types.get(one.content, 'VARCHAR')}) AS {one.name}" for one in columns)
    texts = {one.name: "VARCHAR" for one in columns}
    target = path.with_suffix(".parquet")
    with duckdb.connect() as connection:
        rows = f"read_csv('{path}', auto_detect = false, delim = ';', header = true, columns = {texts})"
        connection.execute(f"COPY (SELECT {typed} FROM {rows}) TO '{target}' (FORMAT parquet)")
    return target


def bare_load(path, width):
    columns = ", ".join(f"c{number} text" for number in range(width))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {BARE} ({columns})")
        started = time.perf_counter()
        if connection.vendor == "postgresql":
            with path.open("rb") as file, cursor.copy(f"COPY {BARE} FROM STDIN (FORMAT csv, DELIMITER ';')") as copy:
                while chunk := file.read(1 << 20):
                    copy.write(chunk)
        else:
            marks = ", ".join(["?"] * width)
            with path.open(newline="") as file:  # the driver's own call: Django's keeps every row it was given
                rows = csv.reader(file, delimiter=";")
                connection.connection.executemany(f"INSERT INTO {BARE} VALUES ({marks})", rows)
        seconds = time.perf_counter() - started
        cursor.execute(f"DROP TABLE {BARE}")
    return seconds


def receive(path, actor):
    batch = ImportBatch(kind="bulanan-pemberi-kerja", file_name=path.name, file_digest="0" * 64,
                        file_size=path.stat().st_size, uploaded_at=AT, uploaded_by=actor)  # fmt: skip
    with path.open("rb") as file:
        batch.file.save(f"benchmark{path.suffix}", File(file), save=False)
    batch.save()
    return batch


def processor():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def timed(work):
    started, used = time.perf_counter(), processor()
    work()
    return time.perf_counter() - started, processor() - used


def show(name, rows, seconds, reference):
    print(f"{name:<28} {seconds:8.2f} s {rows / seconds:12,.0f} rows/s {seconds / reference:7.2f} x")


def run(rows, folder, is_parquet):
    path = Path(folder) / "months.csv"
    width = write_file(path, rows)
    make_employers(-(-rows // MONTHS))
    actor = User.objects.create(username="benchmark")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reference = bare_load(path, width)
    batch = receive(parquet_of(path) if is_parquet else path, actor)
    checked, check_work = timed(lambda: check_import(batch_id=batch.pk, progress=Silent(), at=AT))
    batch.refresh_from_db()
    request_apply(batch=batch, actor=actor, at=AT, seen_jumps=batch.jump_count)
    applied, apply_work = timed(lambda: apply_import(batch_id=batch.pk, progress=Silent(), at=AT))
    batch.refresh_from_db()
    if (batch.state, batch.new_count, EmployerMonth.objects.filter(batch=batch).count()) != ("applied", rows, rows):
        raise SystemExit(f"the upload went wrong: {batch.state} {batch.refusal}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{connection.vendor}, {rows:,} rows x {width} columns, {batch.file_size / 1e6:.1f} MB: {batch.file_name}")
    show("bare load (reference)", rows, reference, reference)
    show("upload: dry run", rows, checked, reference)
    show("upload: apply", rows, applied, reference)
    show("upload: both", rows, checked + applied, reference)
    print(f"processor of this side: {check_work:.2f} s dry run, {apply_work:.2f} s apply")
    print(f"memory: {before / 1024:.0f} MB before, {peak / 1024:.0f} MB at most")
    batch.file.delete(save=False)


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        try:
            with transaction.atomic():
                run(rows, folder, "parquet" in sys.argv[2:])
                raise RolledBackError
        except RolledBackError:
            pass


if __name__ == "__main__":
    main()
