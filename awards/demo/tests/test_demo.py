"""The demo's main job on the real reference data, from enrolment figures to a published, verified ranking."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.utils import timezone

from awards.demo import contest, contributions, editions, people
from awards.demo.papers import attach_papers, paper_pdf
from awards.demo.results import publish, usable_run
from awards.editions.models import Category
from awards.entries.models import Entry
from awards.jury.models.panels import Juror
from awards.jury.selectors.scoring import scoring_screen
from awards.publication.models import Publication
from awards.publication.selectors.visibility import published
from awards.runs.models import RunScore
from awards.runs.selectors.jobs import run_job
from awards.runs.selectors.verification import verify_run
from awards.runs.services.moves import propose_run
from awards.submissions.models.answers import Submission
from awards.submissions.models.evidence import Evidence
from awards.submissions.parsing.files import inspect_file
from paritrana.accounts.models import User
from paritrana.audit.models import AuditEntry
from paritrana.jobs.tasks import run_job as run_job_here
from regions.models.regions import Region, RegionLevel

PUBLISHED_NODES = {
    "cakupan": "7.75",
    "rentan": "5.16",
    "pertumbuhan": "1.09",
    "regulasi": "9.00",
    "non_asn": "9.45",
    "narasumber": "10.00",
    "pemahaman": "9.06",
    "total": "51.51",
}


def _set_up() -> dict[str, object]:
    users = people.add_people(at=timezone.now())
    codes = Region.objects.filter(level=RegionLevel.REGENCY, parent_id__in=["51", "52"]).values_list("code", flat=True)
    contributions.add_regency_contributions(sorted(codes))
    categories = editions.lay_out(actor=users["panitia"], at=timezone.now())
    contest.play_ntb(categories["kabkota-ntb"], users, at=timezone.now())
    contest.play_bali(categories["kabkota-bali"], users, at=timezone.now())
    return {"users": users, "categories": categories}


def _papers_beside_the_jury(categories: dict[str, Category]) -> tuple[Evidence, ...]:
    """What the scoring screen opens for the chair, in its order; every entry of the contest has as much."""
    entries = list(Entry.objects.filter(category=categories["kabkota-ntb"]).order_by("region_code"))
    chair = Juror.objects.get(panel__category=categories["kabkota-ntb"], is_chair=True)
    shown = [scoring_screen(chair, entry).files for entry in entries]
    assert {len(files) for files in shown} == {2}
    return shown[0]


@pytest.mark.slow
@pytest.mark.django_db
def test_demo_when_run_twice_publishes_the_real_rankings_once(settings: object, tmp_path: object) -> None:
    settings.SIGNING_KEY_FILE = tmp_path / "signing_key"
    call_command("load_reference", verbosity=0)
    made = _set_up()
    users, categories = made["users"], made["categories"]
    for code in ("provinsi", "kabkota-ntb"):
        run = propose_run(category=categories[code], actor=users["panitia"], at=timezone.now(), seed=1)
        run_job_here(str(run_job(run).pk))
        publish(usable_run(categories[code]), first=users["panitia"], second=users["panitia2"], at=timezone.now())
    entries_before = AuditEntry.objects.count()

    _set_up()

    assert AuditEntry.objects.count() == entries_before
    papers = [(row.original_name, row.page, row.page_count) for row in _papers_beside_the_jury(categories)]
    assert papers == [("pekerja_rentan-sintetis.pdf", 2, 3), ("peraturan-sintetis.pdf", 2, 2)]
    assert Publication.objects.values("category__code").annotate(n=Count("pk")).count() == 2
    provinces = published(categories["provinsi"], timezone.now()).run
    scores = RunScore.objects.filter(run=provinces)
    assert scores.filter(rank__isnull=False).count() == 32
    assert set(scores.filter(rank=None).values_list("entry__region_code", flat=True)) == {
        "91", "92", "93", "94", "95", "96",
    }  # fmt: skip
    sheet = RunScore.objects.get(run__category=categories["kabkota-ntb"], entry__region_code="52.03")
    nodes = dict(sheet.nodes.filter(code__in=PUBLISHED_NODES).values_list("code", "value"))
    assert (sheet.rank, nodes) == (1, PUBLISHED_NODES)
    assert verify_run(sheet.run).is_sound


@pytest.mark.once
def test_paper_made_twice_then_the_same_bytes_with_a_page_for_each_heading(tmp_path: Path) -> None:
    pages = {"Satu": ["Isi."], "Dua": ['Isi #raw("x") *tebal*.']}

    first, second = (paper_pdf("Judul", "Kabupaten Contoh", pages) for _turn in range(2))

    assert first == second
    path = tmp_path / "paper.pdf"
    path.write_bytes(first)
    assert inspect_file(path, name=path.name, allowed=("pdf",)).page_count == 2
    assert paper_pdf("Judul", "Kabupaten Lain", pages) != first


@pytest.mark.django_db
def test_papers_where_files_are_scanned_then_none_that_would_keep_a_result_waiting(settings: object) -> None:
    settings.CLAMAV_URL = "tcp://localhost:3310"

    attach_papers(Submission(), {}, officer=User(), at=timezone.now())

    assert not Evidence.objects.exists()
