"""The scope of every admin class, shown on one small class over audit entries."""

import datetime

import pytest
from django.contrib.admin.sites import AdminSite
from django.test import RequestFactory

from paritrana.accounts.admin_access import ReadOnlyModelAdmin, ScopedModelAdmin
from paritrana.accounts.models import Role
from paritrana.accounts.tests import factories
from paritrana.audit.models import AuditEntry
from paritrana.audit.services import InRegion, record

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)


class RegionalAdmin(ScopedModelAdmin):
    region_path = "region_code"


class NationalAdmin(ScopedModelAdmin):
    pass


class JuryAdmin(ReadOnlyModelAdmin):
    view_roles = frozenset({Role.ORGANISER, Role.AUDITOR, Role.JUROR})


@pytest.fixture
def rows(people):
    return {
        code: record(action="test", subject=InRegion(people.organiser, code), actor=None, at=NOW)
        for code in ("", "5", "52", "52.03", "520", "53")
    }


def asked_by(user):
    request = RequestFactory().get("/panel/")
    request.user = user
    return request


def powers(admin, user, row=None):
    request = asked_by(user)
    return "".join(
        letter if permission(request, *arguments) else "-"
        for letter, permission, arguments in (
            ("v", admin.has_view_permission, [row]),
            ("a", admin.has_add_permission, []),
            ("c", admin.has_change_permission, [row]),
            ("d", admin.has_delete_permission, [row]),
        )
    )


@pytest.mark.parametrize(
    ("admin_class", "expected"),
    [
        (RegionalAdmin, {"organiser": "vacd", "auditor": "v---", "secretariat": "vac-", "juror": "----"}),
        (NationalAdmin, {"organiser": "vacd", "auditor": "v---", "secretariat": "----", "juror": "----"}),
        (JuryAdmin, {"organiser": "v---", "auditor": "v---", "secretariat": "----", "juror": "v---"}),
    ],
    ids=["regional", "national", "jury"],
)
def test_powers_when_asked_for_each_role_then_as_the_class_says(people, admin_class, expected):
    admin = admin_class(AuditEntry, AdminSite())

    everyone = dict.fromkeys(["verifier", "entrant", "stranger"], "----") | expected
    assert {who: powers(admin, getattr(people, who)) for who in everyone} == everyone


def test_rows_when_asked_by_each_role_then_scoped_by_the_dotted_code(people, rows):
    admin = RegionalAdmin(AuditEntry, AdminSite())

    def seen(user):
        return sorted(admin.get_queryset(asked_by(user)).values_list("region_code", flat=True))

    assert seen(people.organiser) == seen(people.auditor) == ["", "5", "52", "52.03", "520", "53"]
    assert seen(people.secretariat) == ["52", "52.03"]
    assert seen(people.other_secretariat) == ["53"]
    assert seen(people.juror) == seen(people.stranger) == []


def test_powers_over_a_row_when_it_lies_elsewhere_then_none(people, rows):
    admin = RegionalAdmin(AuditEntry, AdminSite())

    assert {code: powers(admin, people.secretariat, row) for code, row in rows.items()} == {
        "": "-a--",
        "5": "-a--",
        "52": "vac-",
        "52.03": "vac-",
        "520": "-a--",
        "53": "-a--",
    }


def test_powers_when_a_national_auditor_keeps_one_province_then_changes_only_there(people, rows):
    factories.RoleAssignmentFactory(user=people.auditor, role=Role.SECRETARIAT, region_code="53")
    admin = RegionalAdmin(AuditEntry, AdminSite())

    assert (powers(admin, people.auditor, rows["52"]), powers(admin, people.auditor, rows["53"])) == ("va--", "vac-")


def test_rows_when_a_form_opens_a_window_to_choose_from_then_only_where_a_writing_role_reaches(people, rows):
    factories.RoleAssignmentFactory(user=people.auditor, role=Role.SECRETARIAT, region_code="53")
    request = RequestFactory().get("/panel/", {"_popup": "1"})
    request.user = people.auditor

    offered = RegionalAdmin(AuditEntry, AdminSite()).get_queryset(request)

    assert list(offered.values_list("region_code", flat=True)) == ["53"]


class RegionOnlyAdmin(RegionalAdmin):
    fields = ("region_code",)


@pytest.mark.parametrize(
    ("code", "is_taken"), [("52", True), ("52.03", True), ("53", False), ("5", False), ("", False)]
)
def test_form_when_the_row_would_lie_elsewhere_then_refused_in_words(people, code, is_taken):
    form = RegionOnlyAdmin(AuditEntry, AdminSite()).get_form(asked_by(people.secretariat))

    filled = form({"region_code": code})

    assert filled.is_valid() == is_taken
    assert is_taken or "Di luar wilayah" in str(filled.errors)


def test_grants_when_asked_for_often_then_read_once(people, django_assert_num_queries):
    admin, request = RegionalAdmin(AuditEntry, AdminSite()), asked_by(people.secretariat)

    with django_assert_num_queries(1):
        for _ in range(3):
            admin.has_view_permission(request)
            admin.has_change_permission(request)
