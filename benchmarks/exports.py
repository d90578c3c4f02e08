"""The bulk workbook and the CSV of a computed category, from the database to the file.

    python benchmarks/exports.py [--entries 20000] [--turns 3]

In a SQLite database of its own. Medians of processor seconds, turn and turn about with the least that an expert would
write: one join over entries, scores and contributions, straight into `csv.writer`.
"""

# ruff: noqa: E402 - Django is set up before anything of the project is imported

import argparse
import csv
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import django

FOLDER = Path(tempfile.mkdtemp())
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "paritrana.settings"
os.environ.update(
    SECRET_KEY="benchmark-only", DEBUG="0", HTTPS="0", LOG_LEVEL="ERROR", VAR_DIR=str(FOLDER), REDIS_URL=""
)
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER}/exports.sqlite3"
django.setup()

from django.core.management import call_command
from django.db import connection

from awards.entries.models import Entry
from awards.results.exports.bulk import write_bulk_workbook
from awards.results.exports.tables import ranking_csv
from awards.results.selectors.shown import shown_draft
from awards.runs.models import NodeScore, RunScore
from awards.tests.factories import runs as factories

REFERENCE = """
SELECT s.rank, e.name, e.region_code, s.group_key, s.score_text, s.band, s.status, n.code, n.contribution
FROM awards_runscore s JOIN awards_entry e ON e.id = s.entry_id
LEFT JOIN awards_nodescore n ON n.score_id = s.id AND n.code IN (%s)
WHERE s.run_id = %%s ORDER BY s.group_key, s.rank, e.name, s.id
"""


def grown(entries):
    """A computed contest with so many entries more, all copies of its first."""
    run = factories.computed(factories.contest())
    first = RunScore.objects.filter(run=run).order_by("rank").first()
    nodes = list(NodeScore.objects.filter(score=first))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = 1")
    names = [f"Peserta {number:07d}" for number in range(entries)]
    made = Entry.objects.bulk_create(
        [
            Entry(category=run.category, name=one, region_code="52.03", is_synthetic=True, created_at=factories.AT)
            for one in names
        ],
        2000,
    )
    scores = RunScore.objects.bulk_create(
        [
            RunScore(run=run, entry=one, rank=place, score=first.score, score_text=first.score_text, band=first.band)
            for place, one in enumerate(made, 10)
        ],
        2000,
    )
    copies = ("position", "code", "raw", "normalised", "value", "weight", "contribution", "note")
    for start in range(0, len(scores), 2000):
        NodeScore.objects.bulk_create(
            [
                NodeScore(score=score, **{name: getattr(node, name) for name in copies})
                for score in scores[start : start + 2000]
                for node in nodes
            ]
        )
    return run


def workbook(run):
    write_bulk_workbook(shown_draft(run), FOLDER / "a.xlsx", report=lambda _done: None)


def table(run):
    with (FOLDER / "a.csv").open("w", encoding="utf-8") as file:
        file.writelines(ranking_csv(shown_draft(run)))


def reference(run):
    codes = [child.code for child in shown_draft(run).rules.root.children]
    with connection.cursor() as cursor, (FOLDER / "b.csv").open("w", encoding="utf-8", newline="") as file:
        cursor.execute(REFERENCE % ", ".join(f"'{code}'" for code in codes), [run.pk])
        writer, last, line = csv.writer(file), None, []
        for rank, name, region, group, score, band, status, _code, amount in cursor:
            if name == last:
                line.append(amount)
                continue
            if line:
                writer.writerow(line)
            last, line = name, [rank, name, region, group, score, band, status, amount]
        writer.writerow(line)


def seconds(work, run):
    start = time.process_time()
    work(run)
    return time.process_time() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--turns", type=int, default=3)
    given = parser.parse_args()
    call_command("migrate", verbosity=0)
    run = grown(given.entries)
    works = {"workbook": workbook, "csv": table, "expert's csv": reference}
    turns = [{name: seconds(work, run) for name, work in works.items()} for _ in range(given.turns)]
    for name in works:
        middle = statistics.median(turn[name] for turn in turns)
        sys.stdout.write(f"{name:14} {middle:7.2f} s {given.entries / middle:10,.0f} rows a second\n")


if __name__ == "__main__":
    main()
