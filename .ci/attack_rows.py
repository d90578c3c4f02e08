"""Fill the copy that `attack.py` attacks: people, a contest that can be scored, an office that fills its form.

python .ci/attack_rows.py fill     rows into the database of the environment; prints where they are found (JSON)
python .ci/attack_rows.py check    runs that ended hold what they say, and the trail has no gap; prints the faults
"""

import datetime
import json
import os
import sys
from pathlib import Path
from uuid import UUID

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paritrana.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - after the setup
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from awards.editions.models import StageKind  # noqa: E402
from awards.entries.models import Entry, EntryState  # noqa: E402
from awards.runs.models import RunScore, ScoreRun, ScoreRunState  # noqa: E402
from awards.runs.selectors.verification import verify_run  # noqa: E402
from awards.tests.factories import runs  # noqa: E402
from awards.tests.factories.editions import CategoryFactory, RulebookFactory, StageFactory  # noqa: E402
from awards.tests.factories.entries import EntryFactory  # noqa: E402
from awards.tests.factories.submissions import SubmissionFactory  # noqa: E402
from paritrana.accounts.models import OfficeKind, Role, RoleAssignment, User  # noqa: E402
from paritrana.audit.selectors import audit_chain  # noqa: E402
from paritrana.jobs.management.commands.up import static_files_are_stale  # noqa: E402
from regions.models.regions import Region, RegionLevel  # noqa: E402

PASSWORD = "sandi-yang-panjang-untuk-uji"
PEOPLE = ("sasaran", "beramai", "pengirim", "tetangga")
ENTRIES = 2000
"""So many that a run takes some seconds, in which it can be disturbed."""


def fill() -> dict[str, str]:
    if static_files_are_stale():
        call_command("collectstatic", interactive=False, verbosity=0)
    for name in PEOPLE:
        User.objects.create_user(name, password=PASSWORD)
    organiser = User.objects.create_user("penata", password=PASSWORD, is_staff=True)
    RoleAssignment.objects.create(user=organiser, role=Role.ORGANISER)
    officer = User.objects.create_user("pengisi", password=PASSWORD)
    RoleAssignment.objects.create(user=officer, role=Role.ENTRANT, office_kind=OfficeKind.REGION, office_code="52.03")
    contest, submission = _contest(), _form()
    return {
        "propose": reverse("admin:steering_propose", args=[contest]),
        "answer": reverse("submission-autosave", args=[submission, "sponsored"]),
        "upload": reverse("evidence-begin", args=[submission, "story"]),
        "section": reverse("submission-section", args=[submission, "rentan"]),
    }


def _contest() -> int:
    made = runs.contest()
    regions = [
        Region(
            code=f"53.{number:04d}",
            level=RegionLevel.REGENCY,
            name=f"Kabupaten {number}",
            full_name=f"Kabupaten {number}",
            source="uji",
            valid_from=datetime.date(2025, 1, 1),
        )
        for number in range(ENTRIES)
    ]
    entries = [
        Entry(
            category=made,
            region=region,
            name=region.name,
            province_code="53",
            region_code=region.code,
            zone_code="nusra",
            state=EntryState.ADMITTED,
            created_at=runs.AT,
        )
        for region in Region.objects.bulk_create(regions)
    ]
    Entry.objects.bulk_create(entries)
    key: int = made.pk
    return key


def _form() -> UUID:
    now, day = timezone.now(), datetime.timedelta(days=1)
    category = CategoryFactory(code="isian")
    RulebookFactory(category=category)
    StageFactory(
        category=category,
        kind=StageKind.SUBMISSION,
        opens_at=now - day,
        closes_at=now + day,
        hard_closes_at=now + 2 * day,
    )
    submission = SubmissionFactory(entry=EntryFactory(category=category, code="52.03"))
    key: UUID = submission.public_id
    return key


def check() -> list[str]:
    """Tell what is not whole: a run whose result is not its own, one that waits for ever, a gap in the trail."""
    found = []
    for run in ScoreRun.objects.order_by("number"):
        if run.state not in (ScoreRunState.PROPOSED, ScoreRunState.FAILED):
            found.append(f"run {run.number} is {run.state} for ever")
        elif run.state == ScoreRunState.PROPOSED:
            found += [f"run {run.number}: {fault}" for fault in verify_run(run).mismatches]
            if RunScore.objects.filter(run=run).count() != run.entry_count:
                found.append(f"run {run.number} is half stored")
    breach = audit_chain().breach
    return [*found, f"the trail: {breach}"] if breach else found


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        print(json.dumps(fill()))
    else:
        print(json.dumps(check()))
