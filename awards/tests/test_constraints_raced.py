"""Where somebody was first, after every look: the broken constraint's sentence instead of an error page."""

import logging

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from awards.entries.models import Entry
from awards.entries.services import AlreadyEnteredError, nominate_entrant
from awards.jury.models.conflicts import Tie
from awards.jury.models.panels import Excuse, Juror
from awards.jury.models.plenary import Plenary
from awards.jury.services.ties import ToldTie, add_tie
from awards.tests.factories import jury as make
from paritrana.accounts.models import Role, RoleAssignment
from paritrana.accounts.services import RolePlace, RoleRefusedError, assign_role
from paritrana.audit.models import AuditEntry
from paritrana.constraints import ConstraintBrokenError, SpokenForm, broken_promises, in_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(people):
    return make.seat(make.panel(make.category(province_code="52")), "juri-duduk")


def error_of(write):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    return caught.value


def test_check_that_is_broken_then_found_with_its_field_and_sentence(seat):
    excuse = Excuse(juror=seat, reason="", excused_by=seat.user, excused_at=timezone.now())
    error = error_of(excuse.save)

    (promise,) = broken_promises(error)

    assert (promise.name, promise.field) == ("excuse_has_a_reason", "reason")
    assert promise.sentence == "Alasan juri berhalangan masih kosong. Tulis alasannya."


def test_unique_constraint_that_is_broken_then_found_by_name_or_columns(seat):
    error = error_of(Juror(panel=seat.panel, user=seat.user, joined_on=seat.joined_on).save)

    assert [promise.name for promise in broken_promises(error)] == ["juror_once_per_panel"]


def test_unique_field_that_is_broken_then_found_with_its_own_sentence(seat):
    for_panel = {"panel": seat.panel, "opened_at": timezone.now(), "opened_by": seat.user}
    Plenary.objects.create(**for_panel)
    error = error_of(lambda: Plenary.objects.create(**for_panel))

    (promise,) = broken_promises(error)

    assert (promise.field, promise.sentence) == ("panel", "Pleno tim ini sudah dibuka. Tidak ada yang diubah.")


def test_error_that_breaks_no_promise_then_goes_its_own_way(seat):
    with pytest.raises(IntegrityError), in_words():
        Tie.objects.create(user=seat.user, kind="employer", organisation=None)


def test_tie_told_twice_then_the_service_says_the_sentence_and_its_field(seat):
    told = {"kind": "employer", "region_code": "", "organisation": "PT Lama", "until_on": None}
    add_tie(user=seat.user, told=ToldTie(**told), actor=seat.user, at=timezone.now())

    with pytest.raises(ConstraintBrokenError) as caught:
        add_tie(user=seat.user, told=ToldTie(**told), actor=seat.user, at=timezone.now())

    said = "Keterkaitan ini sudah tercatat. Isi yang lain, atau biarkan yang sudah ada."
    assert (str(caught.value), caught.value.code) == (said, "kind")
    assert AuditEntry.objects.filter(action="jury.tie.add").count() == 1


def test_role_given_twice_then_refused_with_the_constraints_sentence(people):
    given = {
        "user": people.stranger,
        "role": Role.JUROR,
        "place": RolePlace(region_code="52"),
        "actor": None,
        "at": timezone.now(),
    }
    assign_role(**given)

    with pytest.raises(RoleRefusedError, match="sudah memegang peran itu"):
        assign_role(**given)

    assert RoleAssignment.objects.filter(user=people.stranger).count() == 1


def blind(monkeypatch):
    """Let a form see nothing of what the constraints say, as when the rival's row comes a moment after."""
    monkeypatch.setattr(SpokenForm, "_update_errors", lambda _form, _errors: None)


def test_entrant_entered_in_the_same_moment_then_the_panel_says_so(client, people, monkeypatch):
    category = make.category(province_code="52")
    (entry,) = make.entries(category, 1)
    client.force_login(people.organiser)
    blind(monkeypatch)

    response = client.post(reverse("admin:awards_entry_add"), {"category": category.pk, "region": entry.region_id})

    said = "Daerah ini sudah terdaftar pada kategori ini. Pilih daerah atau kategori lain."
    assert (response.status_code, [str(one) for one in get_messages(response.wsgi_request)]) == (302, [said])
    assert Entry.objects.count() == 1
    with pytest.raises(AlreadyEnteredError, match=said):
        nominate_entrant(category=category, entrant=entry.region, actor=None, at=timezone.now())


def test_page_that_no_service_awaited_then_answers_409_in_words_and_logs(client, people, monkeypatch, caplog):
    edition = make.category(province_code="52").edition
    content = {
        "code": "edisi-uji",
        "brand_label": "Edisi uji",
        "period_start": "2026-12-31",
        "period_end": "2026-01-01",
        "organising_year": "2026",
        "labels-TOTAL_FORMS": "0",
        "labels-INITIAL_FORMS": "0",
    }
    client.force_login(people.organiser)
    blind(monkeypatch)

    with caplog.at_level(logging.WARNING):
        page = client.post(reverse("admin:awards_edition_add"), content)
        script = client.post(reverse("admin:awards_edition_add"), content, headers={"accept": "application/json"})

    said = "Akhir periode penilaian lebih awal daripada awalnya. Perbaiki salah satu tanggal itu."
    assert (page.status_code, said in page.content.decode()) == (409, True)
    assert (script.status_code, script.json()) == (503, {"reason": "broken", "message": said})
    assert [record.message for record in caplog.records].count("constraint broken") == 2
    assert list(type(edition).objects.all()) == [edition]
