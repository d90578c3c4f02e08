"""What the demo does not leave behind but pages show: a trial, a faulty upload, an objection, a link, a sitting."""

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from awards.models import Category, Finding, Objection, Panel, ScoreRun, WhatIf
from awards.selectors.jury import panel_entries
from awards.services.jury.flags import raise_flag
from awards.services.jury.plenary import move_plenary, open_moderation, open_plenary, record_decision
from awards.services.runs import compute_what_if, open_what_if
from awards.services.submissions.people import invite_colleague
from awards.tests.factories import jury
from paritrana.accounts.models import User
from paritrana.imports.kinds import import_kind
from paritrana.imports.models import ImportBatch
from paritrana.imports.services.checks import check_import
from paritrana.imports.services.uploads import receive_import
from paritrana.lib.table_writing import csv_line

KIND = "pekerja-rentan"


class Silent:
    def advance(self, done, total, step=""):
        del done, total, step


@dataclass(frozen=True)
class Extras:
    trial: WhatIf
    upload: ImportBatch
    objection: Objection
    token: str


def add_extras(people: dict[str, User], categories: dict[str, Category]) -> Extras:
    organiser = people["panitia"]
    _invitation, token = invite_colleague(
        office=("region", "51.03"),
        full_name="Ketut Wirawan",
        level="edit",
        actor=people["petugas"],
        at=timezone.now(),
    )
    _sitting(categories["kabkota-ntb"], organiser)
    return Extras(_trial(categories["kementerian"], organiser), _upload(organiser), _objection(people), token)


def _sitting(category: Category, organiser: User) -> None:
    """Leave a plenary in its midst, with a discrepancy, a question and a possible conflict that wait."""
    panel = Panel.objects.get(category=category)
    entries = list(panel_entries(panel)[:3])
    asking, tied = panel.jurors.order_by("pk")[3:5]
    now = timezone.now()
    raise_flag(juror=asking, entry=entries[0], reason="Tanda tangan berkas kurang.", actor=asking.user, at=now)
    jury.conflict(tied, entries[2])
    open_moderation(panel=panel, entry=entries[1], criterion="pemahaman", actor=organiser, at=now)
    plenary = open_plenary(panel=panel, order=entries, actor=organiser, at=now)
    move_plenary(plenary=plenary, entry=entries[0], actor=organiser, at=now)
    votes = {"votes_for": 9, "votes_against": 0}
    record_decision(plenary=plenary, entry=entries[0], text="Peringkat tetap.", **votes, actor=organiser, at=now)


def _trial(category: Category, owner: User) -> WhatIf:
    assert ScoreRun.objects.filter(category=category).exists()
    made = open_what_if(category=category, name="Andai cakupan lebih berat", actor=owner, at=timezone.now())
    return compute_what_if(what_if_id=made.pk, at=timezone.now(), report=lambda *_step: None)


def _upload(owner: User) -> ImportBatch:
    """Send one row that every check refuses."""
    kind = import_kind(KIND)
    content = csv_line(kind.header) + csv_line(["99.99" for _name in kind.header])
    batch = receive_import(
        kind=kind,
        region_code="",
        upload=SimpleUploadedFile("pekerja-rentan.csv", content.encode()),
        actor=owner,
        at=timezone.now(),
    )
    check_import(batch_id=batch.pk, progress=Silent(), at=timezone.now())
    return batch


def _objection(people: dict[str, User]) -> Objection:
    """Object to a finding of the contest of Nusa Tenggara Barat, whose window is over."""
    finding = Finding.objects.filter(answer__submission__entry__region_code="52.03").order_by("pk").first()
    return Objection.objects.create(
        finding=finding,
        text="Daftar peserta yang lengkap terlampir.",
        lodged_at=timezone.now(),
        lodged_by=people["petugas.lotim"],
    )
