"""The demo's main job on the real reference data, from enrolment figures to a published, verified ranking."""

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.utils import timezone

from awards.management.demo import contest, contributions, editions, people
from awards.management.demo.results import publish, usable_run
from awards.models import Publication, RunScore
from awards.selectors.publication.visibility import published
from awards.selectors.runs.jobs import run_job
from awards.selectors.runs.verification import verify_run
from awards.services.runs import propose_run
from paritrana.audit.models import AuditEntry
from paritrana.jobs.tasks import run_job as run_job_here
from regions.models import Region, RegionLevel

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
