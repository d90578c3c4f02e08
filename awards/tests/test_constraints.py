"""Constraints speak: every one in both languages, at a field that exists, on forms and on what a race leaves."""

import io
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, models
from django.db.migrations.loader import MigrationLoader
from django.urls import reverse
from django.utils import translation

from awards.editions.models import Edition, Slot, Stage
from awards.jury.models.conflicts import Tie
from awards.jury.models.panels import Juror
from awards.tests.factories import jury as make
from paritrana.accounts.models import User
from paritrana.constraints import SpokenForm, SpokenFormSet

OWN = ("paritrana", "regions", "ministries", "employers", "awards")


def own(module):
    return module.split(".")[0] in OWN


PROMISES = [
    pytest.param(model, constraint, id=constraint.name)
    for model in apps.get_models()
    if own(model.__module__)
    for constraint in model._meta.constraints
]


def said(constraint, language):
    with translation.override(language):
        return constraint.get_violation_error_message()


@pytest.mark.parametrize(("model", "constraint"), PROMISES)
def test_constraint_of_any_model_then_a_sentence_in_both_languages_names_a_field(model, constraint):
    indonesian, english = said(constraint, "id"), said(constraint, "en")

    assert constraint.violation_error_message != models.BaseConstraint.default_violation_error_message
    assert [text for text in (indonesian, english) if not re.fullmatch(r"[A-Z].{20,}\.", text)] == []
    assert indonesian != english
    assert constraint.violation_error_code in {field.name for field in model._meta.get_fields()}


def test_constraints_when_counted_then_checks_and_unique_ones_are_all_walked():
    kinds = [type(constraint).__name__ for _model, constraint in (one.values for one in PROMISES)]

    assert (kinds.count("CheckConstraint") >= 69, kinds.count("UniqueConstraint") >= 70) == (True, True)
    assert set(kinds) == {"CheckConstraint", "UniqueConstraint"}


@pytest.mark.deep  # these migrations are written and do not change
@pytest.mark.django_db(transaction=True)  # SQLite's editor of tables works outside a transaction only
def test_migrations_that_give_sentences_then_run_no_sql():
    loader = MigrationLoader(None)
    named = sorted(key for key in loader.disk_migrations if key[1].endswith("_constraints_speak"))
    statements = []
    for app, name in named:
        out = io.StringIO()
        call_command("sqlmigrate", app, name, stdout=out, no_color=True, database=DEFAULT_DB_ALIAS)
        statements += [line for line in out.getvalue().splitlines() if line and not line.startswith("--")]

    assert len(named) == 9
    assert set(statements) <= {"BEGIN;", "COMMIT;"}


def test_panel_forms_of_own_models_then_all_show_sentences_at_fields():
    silent = []
    for model, model_admin in admin.site._registry.items():
        if own(type(model_admin).__module__) and model is not User:  # a person's form is the theme's
            silent += [] if issubclass(model_admin.form, SpokenForm) else [model_admin]
            silent += [one for one in model_admin.inlines if not issubclass(one.form, SpokenForm)]
            silent += [one for one in model_admin.inlines if not issubclass(one.formset, SpokenFormSet)]

    assert silent == []


def errors_of(response):
    return {name: list(texts) for name, texts in response.context["adminform"].form.errors.items()}


def inline_errors(response, model):
    (formset,) = (one.formset for one in response.context["inline_admin_formsets"] if one.formset.model is model)
    return [{name: list(texts) for name, texts in errors.items()} for errors in formset.errors]


def edition(**changed):
    return {
        "code": "edisi-uji",
        "brand_label": "Edisi uji",
        "period_start": "2026-12-31",
        "period_end": "2026-01-01",
        "organising_year": "2026",
        "labels-TOTAL_FORMS": "0",
        "labels-INITIAL_FORMS": "0",
        **changed,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("id", "Akhir periode penilaian lebih awal daripada awalnya. Perbaiki salah satu tanggal itu."),
        ("en", "The period assessed ends before it starts. Correct one of the two dates."),
    ],
)
def test_panel_form_that_breaks_a_check_then_says_so_at_the_field(client, people, settings, language, sentence):
    client.force_login(people.organiser)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    response = client.post(reverse("admin:awards_edition_add"), edition())

    assert errors_of(response) == {"period_end": [sentence]}
    assert sentence in response.content.decode()
    assert Edition.objects.count() == 0


@pytest.mark.django_db
def test_panel_form_with_a_taken_code_then_says_so_at_the_field(client, people):
    category = make.category(province_code="52")
    client.force_login(people.organiser)

    response = client.post(
        reverse("admin:awards_edition_add"),
        edition(code=category.edition.code, period_start="2026-01-01", period_end="2026-12-31"),
    )

    assert errors_of(response) == {"code": ["Kode edisi ini sudah dipakai. Pilih kode lain."]}


@pytest.mark.django_db
def test_panel_form_that_shows_a_field_without_offering_it_then_its_constraint_counts(client, people):
    panel = make.panel(make.category(province_code="52"))
    make.seat(panel, "sekretaris-lama", is_secretary=True)
    second = make.seat(panel, "juri-kedua")
    client.force_login(people.organiser)

    response = client.post(
        reverse("admin:awards_juror_change", args=[second.pk]),
        {"seat_type": second.seat_type, "is_secretary": "on", "joined_on": second.joined_on.isoformat()},
    )

    said = "Tim ini sudah punya sekretaris. Akhiri dulu tugas sekretaris yang sekarang."
    assert errors_of(response) == {"is_secretary": [said]}
    assert Juror.objects.filter(is_secretary=True).count() == 1


def category_page(category, **changed):
    offered = {
        "edition": category.edition_id,
        "code": category.code,
        "name": category.name,
        "level": category.level,
        "province": category.province_id or "",
        "entrant_kind": category.entrant_kind,
        "employer_scales": "[]",
        "kbli_sections": "[]",
    }
    for prefix in ("stages", "reminder_rule", "slots"):
        offered |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return {**offered, **changed}


def stage(place, kind="jury", day="01"):
    held = {"kind": kind, "province": ""}
    for name, hour in (("opens_at", "08"), ("closes_at", "16"), ("hard_closes_at", "17")):
        held |= {f"{name}_0": f"2026-03-{day}", f"{name}_1": f"{hour}:00:00"}
    return {f"stages-{place}-{name}": value for name, value in held.items()}


@pytest.mark.django_db
def test_parts_in_one_form_that_break_a_conditional_constraint_then_the_later_one_says_so(client, people):
    category = make.category(province_code="52")
    Stage.objects.filter(category=category).delete()
    client.force_login(people.organiser)
    content = category_page(category, **stage(0), **stage(1, day="02"), **{"stages-TOTAL_FORMS": "2"})

    response = client.post(reverse("admin:awards_category_change", args=[category.pk]), content)

    said = (
        "Tahap ini sudah punya jadwal pada kategori itu. Ubah jadwal yang ada, atau pilih provinsi bila jadwal ini "
        "hanya berlaku di sana."
    )
    assert inline_errors(response, Stage) == [{}, {"kind": [said]}]
    assert Stage.objects.filter(category=category).count() == 0


@pytest.mark.django_db
def test_parts_that_share_a_position_then_the_sentence_stands_once_at_the_later_one(client, people):
    category = make.category(province_code="52")
    Slot.objects.filter(category=category).delete()
    client.force_login(people.organiser)
    slots = {}
    for place, label in enumerate(("Juara 1", "Juara 2")):
        slot = {"position": "1", "label": label, "grouping": "none", "from_rank": "1", "to_rank": "1"}
        slots |= {f"slots-{place}-{name}": value for name, value in slot.items()}

    response = client.post(
        reverse("admin:awards_category_change", args=[category.pk]),
        category_page(category, **slots, **{"slots-TOTAL_FORMS": "2"}),
    )

    said = "Urutan ini sudah dipakai juara lain pada kategori itu. Pilih urutan lain."
    assert inline_errors(response, Slot) == [{}, {"position": [said]}]


@pytest.mark.django_db
def test_nomination_of_two_entrants_then_the_constraint_says_so_at_the_field(client, people):
    category = make.category(province_code="52")
    client.force_login(people.organiser)

    response = client.post(reverse("admin:awards_entry_add"), {"category": category.pk})

    assert errors_of(response) == {"region": ["Pilih tepat satu: daerah, kementerian/lembaga, atau pemberi kerja."]}


@pytest.mark.django_db
def test_web_form_that_breaks_a_constraint_then_the_sentence_stands_at_the_field(client, people):
    seat = make.seat(make.panel(make.category(province_code="52")), "juri-duduk")
    Tie.objects.create(user=seat.user, kind="employer", organisation="PT Lama")
    client.force_login(seat.user)

    response = client.post(reverse("admin:jury_profile"), {"kind": "employer", "organisation": "PT Lama"})

    said = "Keterkaitan ini sudah tercatat. Isi yang lain, atau biarkan yang sudah ada."
    page = response.content.decode()
    assert (response.status_code, response.context["form"].errors) == (422, {"kind": [said]})
    assert page.count(said) == 1
    assert page.index('name="kind"') < page.index(said) < page.index('name="region_code"')
    assert Tie.objects.count() == 1
