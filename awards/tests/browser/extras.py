"""What the demo does not leave behind but pages show: a trial, an upload with faults, an objection, an invitation."""

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from awards.models import Category, Finding, Objection, ScoreRun, WhatIf
from awards.services.runs import compute_what_if, open_what_if
from awards.services.submissions.people import invite_colleague
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
    return Extras(_trial(categories["kementerian"], organiser), _upload(organiser), _objection(people), token)


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
