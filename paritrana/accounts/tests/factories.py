"""People with one role each. Passwords are unusable unless a test states one."""

import datetime

import factory

from paritrana.accounts.models import OfficeKind, Role, RoleAssignment, User

# Nobody is new: a person made on the machine days ago is independent of nobody.
LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"pengguna-{number}")
    full_name = factory.LazyAttribute(lambda user: user.username.replace("-", " ").title())
    password = factory.django.Password(None)
    date_joined = LONG_AGO


class StaffFactory(UserFactory):
    is_staff = True


class RoleAssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoleAssignment

    user = factory.SubFactory(UserFactory)


def organiser(**fields):
    return _holder(StaffFactory(**fields), role=Role.ORGANISER)


def secretariat(*, region_code="52", **fields):
    return _holder(StaffFactory(**fields), role=Role.SECRETARIAT, region_code=region_code)


def verifier(*, region_code="", **fields):
    return _holder(UserFactory(**fields), role=Role.VERIFIER, region_code=region_code)


def juror(**fields):
    return _holder(StaffFactory(**fields), role=Role.JUROR)


def entrant(*, office_kind=OfficeKind.REGION, office_code="52.03", **fields):
    return _holder(UserFactory(**fields), role=Role.ENTRANT, office_kind=office_kind, office_code=office_code)


def auditor(**fields):
    return _holder(StaffFactory(**fields), role=Role.AUDITOR)


def _holder(user, **assignment):
    RoleAssignmentFactory(user=user, **assignment)
    return user
