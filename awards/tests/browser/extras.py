"""What the demo does not leave behind but pages show: a trial, a faulty upload, an objection, a link, a sitting."""

import datetime
import io
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from awards.ceremony.models import Ceremony, CeremonyPhotograph, CeremonyWinner, Show
from awards.ceremony.papers.selectors.content import SigningWords
from awards.ceremony.papers.services.issuing import issue_certificates
from awards.ceremony.papers.services.press import agree_to_embargo, give_press_pass
from awards.ceremony.services.sheet import EveningTerms, begin_ceremony, print_sheet, write_winner
from awards.ceremony.services.shows import open_rehearsal
from awards.editions.models import Category
from awards.jury.models.panels import Panel
from awards.jury.models.plenary import Plenary
from awards.jury.selectors.seats import panel_entries
from awards.jury.services.flags import raise_flag
from awards.jury.services.plenary import (
    PlenaryRuling,
    move_plenary,
    open_moderation,
    record_decision,
    resume_plenary,
)
from awards.rulebooks.models import Rulebook
from awards.rulebooks.parsing.editing import ChangeKeys
from awards.rulebooks.parsing.outline import read_outline
from awards.rulebooks.selectors.sealed import sealed_rulebook
from awards.rulebooks.services import add_rulebook_version, edit_draft
from awards.runs.models import ScoreRun, WhatIf
from awards.runs.services.what_if import compute_what_if, open_what_if
from awards.submissions.services.people import Invitee, invite_colleague
from awards.tests.factories import jury
from awards.verification.models import BlindReading, Finding, Objection
from awards.verification.services.samples import draw_sample, take_reading
from paritrana.accounts.models import User
from paritrana.lib.table_writing import csv_line
from paritrana.uploads.kinds import import_kind
from paritrana.uploads.models import ImportBatch
from paritrana.uploads.services.checks import check_import
from paritrana.uploads.services.uploads import receive_import
from paritrana.uploads.staging import JUMP
from regions.models.contributions import VulnerableCover

KIND = "pekerja-rentan"


class Silent:
    def advance(self, done, total, step=""):
        del done, total, step


@dataclass(frozen=True)
class Extras:
    trial: WhatIf
    upload: ImportBatch
    waiting: ImportBatch
    objection: Objection
    token: str
    press_token: str
    draft: Rulebook
    ceremony: Ceremony
    show: Show
    reading: BlindReading


def add_extras(people: dict[str, User], categories: dict[str, Category]) -> Extras:
    organiser = people["panitia"]
    _invitation, token = invite_colleague(
        office=("region", "51.03"),
        invitee=Invitee("Ketut Wirawan", "edit"),
        actor=people["petugas"],
        at=timezone.now(),
    )
    _sitting(categories["kabkota-ntb"], organiser)
    _certificates(categories["provinsi"], organiser)
    return Extras(
        trial=_trial(categories["kementerian"], organiser),
        upload=_upload(organiser, [["99.99" for _name in import_kind(KIND).header]]),
        waiting=_upload(organiser, _changed_rows()),
        objection=_objection(people),
        token=token,
        press_token=_press(categories["provinsi"], organiser),
        draft=_draft(categories["provinsi"], organiser),
        ceremony=(evening := _evening(categories["provinsi"], organiser)),
        show=open_rehearsal(ceremony=evening, actor=organiser, at=timezone.now()),
        reading=_reading(categories["kabkota-ntb"], organiser, people["verifikator.bali"]),
    )


def _certificates(category: Category, organiser: User) -> None:
    words = SigningWords("Jakarta", datetime.date(2026, 10, 15), "Ketua Panitia Pusat", "Siti Rahma")
    publication = category.publications.get()
    issue_certificates(publication=publication, words=words, reason="", actor=organiser, at=timezone.now())


def _press(category: Category, organiser: User) -> str:
    """Give access to the press book, whose holder agreed to its terms."""
    at = timezone.now()
    held, token = give_press_pass(
        edition=category.edition,
        full_name="Ayu Lestari",
        medium="Harian Contoh",
        expires_at=at + datetime.timedelta(days=7),
        actor=organiser,
        at=at,
    )
    agree_to_embargo(press_pass=held, at=at)
    return token


def _evening(category: Category, organiser: User) -> Ceremony:
    """Lay an evening out, print it, and change it: one winner with a photograph, one text that waits for approval."""
    at = timezone.now()
    publication = category.publications.get()
    terms = EveningTerms("Malam Anugerah Contoh", "Jakarta", at.replace(microsecond=0), "")
    evening = begin_ceremony(edition=category.edition, publications=[publication], terms=terms, actor=organiser, at=at)
    print_sheet(ceremony=evening, actor=organiser, at=at)
    first, second = CeremonyWinner.objects.filter(item__ceremony=evening).order_by("pk")[:2]
    texts = {"citation": "Melindungi pekerja rentan di setiap desa.", "receiver": "Wakil Gubernur", "seat": "A-09"}
    write_winner(winner=first, values={**texts, "represents": "Gubernur"}, actor=organiser, at=at)
    picture = io.BytesIO()
    Image.new("RGB", (480, 600), "#0b5d45").save(picture, "JPEG")
    second.photograph = CeremonyPhotograph.objects.create(digest="0" * 64, content=picture.getvalue(), added_at=at)
    second.save()
    return evening


def _certificates(category: Category, organiser: User) -> None:
    words = SigningWords("Jakarta", datetime.date(2026, 10, 15), "Ketua Panitia Pusat", "Siti Rahma")
    publication = category.publications.get()
    issue_certificates(publication=publication, words=words, reason="", actor=organiser, at=timezone.now())


GATE = """[[gates]]
code = "contoh"
name = "Cakupan dasar"
reason = "Cakupan di bawah 40 %."
when = { any = [{ column = "coverage", at_least = 40 }, { column = "coverage", equals = 0 }] }
"""
CASE = '[[case]]\nname = "Contoh A"\noutcome = "not_ranked"\n'


def _press(category: Category, organiser: User) -> str:
    """Give access to the press book, whose holder agreed to its terms."""
    at = timezone.now()
    held, token = give_press_pass(
        edition=category.edition,
        full_name="Ayu Lestari",
        medium="Harian Contoh",
        expires_at=at + datetime.timedelta(days=7),
        actor=organiser,
        at=at,
    )
    agree_to_embargo(press_pass=held, at=at)
    return token


def _reading(category: Category, organiser: User, reader: User) -> BlindReading:
    """Draw a verdict and lay it into the hands of another branch; verification is open for that moment."""
    draw_sample(category=category, percent=100, actor=organiser, at=timezone.now())
    reading = take_reading(officer=reader, at=timezone.now())
    assert reading is not None
    return reading


def _draft(category: Category, organiser: User) -> Rulebook:
    """Leave a draft beside the sealed rules, with a weight that was changed and makes the sum wrong."""
    sealed, at = sealed_rulebook(category), timezone.now()
    text = f"{sealed.text.rstrip()}\n\n{GATE}\n{CASE}"
    draft = add_rulebook_version(category=category, title=sealed.title, text=text, actor=organiser, at=at)
    child = next(one for one in read_outline(draft.text).walk() if one.weight is not None)
    edit = ChangeKeys({(child.code, "weight"): (child.weight or 0) / 2})
    edit_draft(rulebook=draft, edit=edit, seen=0, actor=organiser, at=at)
    return draft


def _sitting(category: Category, organiser: User) -> None:
    """Leave a plenary in its midst, with a discrepancy, a question and a possible conflict that wait."""
    panel = Panel.objects.get(category=category)
    entries = list(panel_entries(panel)[:3])
    asking, tied = panel.jurors.order_by("pk")[3:5]
    now = timezone.now()
    raise_flag(juror=asking, entry=entries[0], reason="Tanda tangan berkas kurang.", actor=asking.user, at=now)
    jury.conflict(tied, entries[2])
    open_moderation(panel=panel, entry=entries[1], criterion="pemahaman", actor=organiser, at=now)
    plenary = Plenary.objects.get(panel=panel)
    plenary = resume_plenary(plenary=plenary, reason="Selisih dibahas lagi.", actor=organiser, at=now)
    jury.attend(plenary, actor=organiser)
    move_plenary(plenary=plenary, entry=entries[0], actor=organiser, at=now)
    votes = {"votes_for": 9, "votes_against": 0}
    record_decision(
        plenary=plenary,
        entry=entries[0],
        ruling=PlenaryRuling(text="Peringkat tetap.", **votes),
        actor=organiser,
        at=now,
    )


def _trial(category: Category, owner: User) -> WhatIf:
    assert ScoreRun.objects.filter(category=category).exists()
    made = open_what_if(category=category, name="Andai cakupan lebih berat", actor=owner, at=timezone.now())
    return compute_what_if(what_if_id=made.pk, at=timezone.now(), report=lambda *_step: None)


def _changed_rows() -> list[list[str]]:
    """Return rows that change two records of the demo, one of them tenfold, and one that no record has yet."""
    first, second = VulnerableCover.objects.order_by("pk")[:2]
    rows = [
        _row(first, pembilang=str(first.numerator * JUMP)),
        _row(second, sumber="Surat bupati 14/2025"),
        _row(second, sumber_dana="Zakat"),
    ]
    return [[row.get(name, "") for name in import_kind(KIND).header] for row in rows]


def _row(cover: VulnerableCover, **changed: str) -> dict[str, str]:
    """Write a record as a file would."""
    written = {
        "kode_wilayah": cover.region_id,
        "sumber_dana": cover.payer,
        "awal_periode": cover.period_start.isoformat(),
        "akhir_periode": cover.period_end.isoformat(),
        "pembilang": str(cover.numerator),
        "anggaran_rp": "" if cover.budget_idr is None else str(cover.budget_idr),
        "keadaan_per": cover.as_of.isoformat(),
        "sumber": cover.source,
        "sintetis": "ya" if cover.is_synthetic else "tidak",
    }
    return written | changed


def _upload(owner: User, rows: list[list[str]]) -> ImportBatch:
    """Send rows and let them be checked."""
    kind = import_kind(KIND)
    content = csv_line(kind.header) + "".join(map(csv_line, rows))
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
