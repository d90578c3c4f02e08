"""What `autosave.py` finds in the database, against what its officers sent and were told."""

import threading
import time

from django.db import connections, transaction
from django.utils import timezone

from awards.editions.models import Stage
from awards.submissions.models.answers import Answer, Snapshot, Submission
from awards.submissions.services.closing import SETTLES, snapshot_overdue_drafts
from paritrana.audit.services import record


def reckon(record_):
    """Compare the database with what was sent and told; return what is wrong."""
    wrong = []
    stored = {(str(row.submission.public_id), row.question): row for row in Answer.objects.select_related("submission")}
    for place in stored.keys() - record_.writes.keys():
        wrong.append(f"{place}: nobody wrote this")
    for place, writes in record_.writes.items():
        wrong += [f"{place}: {fault}" for fault in faults_of(stored.get(place), writes)]
    return wrong


def faults_of(row, writes):
    told = {}
    for write in writes:
        if write.told is not None and told.setdefault(write.told, write).value != write.value:
            yield f"version {write.told} was promised to two texts"
    unheard = {write.key: write.value for write in writes if write.told is None and not write.refused}
    if row is None:
        if told:
            yield "was told to be saved and is not there"
        return
    last = max(told, default=0)
    if row.version < last:
        yield f"version {row.version} stored, {last} told"
    elif row.version == last and row.value != told[last].value:
        yield "another text is stored than was told"
    elif row.version > last and unheard.get(row.write_key) != row.value:
        yield "a text is stored that nobody sent last"
    if not len(told) <= row.version <= len(told) + len(unheard):
        yield f"{row.version} versions of {len(told)} told and {len(unheard)} unheard writes: doubled or lost"


def reckon_snapshots():
    """What the deadline froze is what is stored."""
    count = snapshot_overdue_drafts(at=Stage.objects.get().hard_closes_at + SETTLES)
    wrong = []
    for snapshot in Snapshot.objects.select_related("submission"):
        frozen = {row["question"]: row["typed"] for row in snapshot.content["answers"]}
        stored = dict(Answer.objects.filter(submission=snapshot.submission).values_list("question", "value"))
        if frozen != stored:
            wrong.append(f"{snapshot.submission_id}: the snapshot differs")
    return count, wrong


def append_entries(number):
    submission = Submission.objects.order_by("pk").first()
    for _entry in range(number):
        with transaction.atomic():
            record(action="benchmark.append", subject=submission, actor=None, at=timezone.now())
    connections.close_all()


def measure_audit(threads, number):
    """Return entries a second when this many write to the one chain at once."""
    workers = [threading.Thread(target=append_entries, args=[number // threads]) for _thread in range(threads)]
    start = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return round(number / (time.perf_counter() - start))
