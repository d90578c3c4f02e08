"""The people of the demo: one login per role, all with the same password, which only the demo gives."""

import datetime
from dataclasses import dataclass

from paritrana.accounts.machine import vouch_for
from paritrana.accounts.models import OfficeKind, Role, User, Vouch
from paritrana.accounts.services import RolePlace, assign_role

EXEMPTION = "edisi demo; kedua penyelenggaranya dibuat oleh perintah demo."
PASSWORD = "paritrana-demo-2023"
JURORS = 9
STAND_IN = "petugas.sintetis"


@dataclass(frozen=True, slots=True)
class Person:
    """A demo login: who it is, which role it holds, and where; one of them has no mail address, as it happens."""

    username: str
    full_name: str
    role: Role
    region_code: str = ""
    office_code: str = ""
    has_address: bool = True


ORGANISER = Person("panitia", "Penyelenggara nasional (demo)", Role.ORGANISER)
SECOND_ORGANISER = Person("panitia2", "Penyelenggara nasional kedua (demo)", Role.ORGANISER)
AUDITOR = Person("auditor", "Auditor (demo)", Role.AUDITOR)
SECRETARIAT = Person("sekretariat", "Sekretariat NTB (demo)", Role.SECRETARIAT, region_code="52")
VERIFIER_NTB = Person("verifikator", "Verifikator NTB (demo)", Role.VERIFIER, region_code="52")
VERIFIER_BALI = Person("verifikator.bali", "Verifikator Bali (demo)", Role.VERIFIER, region_code="51")
OFFICER_BALI = Person("petugas", "Petugas Kabupaten Badung (demo)", Role.ENTRANT, office_code="51.03")
OFFICER_NTB = Person("petugas.lotim", "Petugas Kabupaten Lombok Timur (demo)", Role.ENTRANT, office_code="52.03")
UNREACHED = Person(
    "petugas.karangasem",
    "Petugas Kabupaten Karangasem (demo)",
    Role.ENTRANT,
    office_code="51.07",
    has_address=False,
)
PEOPLE = (
    ORGANISER,
    SECOND_ORGANISER,
    AUDITOR,
    SECRETARIAT,
    VERIFIER_NTB,
    VERIFIER_BALI,
    OFFICER_BALI,
    OFFICER_NTB,
    UNREACHED,
)
SHOWN = (ORGANISER, SECOND_ORGANISER, SECRETARIAT, OFFICER_BALI, VERIFIER_BALI, AUDITOR)


def juror_name(number: int) -> str:
    return "juri" if number == 1 else f"juri{number}"


def add_people(*, at: datetime.datetime) -> dict[str, User]:
    """Create the logins that are missing and return all of them by name; roles are given by the first organiser."""
    users = {
        person.username: _user(person.username, person.full_name, has_address=person.has_address) for person in PEOPLE
    }
    users[STAND_IN] = _user(STAND_IN, "Petugas kabupaten/kota lain di NTB (sintetis)")
    for number in range(1, JURORS + 1):
        name = juror_name(number)
        users[name] = _user(name, f"Juri {number} Tim 9 NTB (demo, sintetis)")
    organiser = users[ORGANISER.username]
    for person in PEOPLE:
        user = users[person.username]
        if not user.role_assignments.exists():
            assign_role(
                user=user,
                role=person.role,
                place=RolePlace(
                    region_code=person.region_code,
                    office_kind=OfficeKind.REGION if person.office_code else "",
                    office_code=person.office_code,
                ),
                actor=organiser,
                at=at,
            )
    _vouch(organiser, users[SECOND_ORGANISER.username], at)
    return users


def _vouch(first: User, second: User, at: datetime.datetime) -> None:
    """Exempt the demo's organisers from the rule of two independent people, once, shown on what they publish."""
    if not Vouch.objects.filter(first=first, second=second).exists():
        vouch_for(first=first, second=second, reason=EXEMPTION, at=at)


def _user(username: str, full_name: str, *, has_address: bool = True) -> User:
    """Addresses end in a domain that exists nowhere."""
    user = User.objects.filter(username=username).first()
    if user is None:
        email = f"{username}@contoh.example" if has_address else ""
        user = User.objects.create_user(username=username, password=PASSWORD, full_name=full_name, email=email)
    return user
