"""Find possible conflicts of interest: by the tree of region codes, former employers, company groups and roles."""

import datetime
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.entries.models import Entry
from awards.jury.models.conflicts import CompanyGroup, Tie, TieKind
from awards.jury.models.panels import Juror, Panel, SeatType
from awards.jury.selectors.seats import panel_entries, remaining_jurors
from awards.verification.models import Finding
from paritrana.accounts.models import Role, RoleAssignment
from paritrana.pages.templatetags import formats

COMPANY_FORMS = ("pt", "cv", "ud", "pd", "fa", "tbk", "firma", "company", "co", "ltd", "inc")
PUBLIC_FORMS = ("persero", "perum", "perumda", "perseroda", "koperasi", "yayasan")
LEGAL_FORMS = frozenset(COMPANY_FORMS + PUBLIC_FORMS)
WRITTEN_OUT = {"perseroan terbatas": "pt", "commanditaire vennootschap": "cv", "persekutuan komanditer": "cv"}
NOT_LETTERS = re.compile(r"[^a-z0-9]+")
INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
REGION_KINDS = {
    "kab": "kabupaten",
    "kabupaten": "kabupaten",
    "pemkab": "kabupaten",
    "kota": "kota",
    "kotamadya": "kota",
    "pemkot": "kota",
    "prov": "provinsi",
    "provinsi": "provinsi",
    "propinsi": "provinsi",
    "pemprov": "provinsi",
}
OFFICES = frozenset(
    {
        *("pemerintah", "pemda", "pemkab", "pemkot", "pemprov", "gubernur", "bupati", "wali", "walikota", "dprd"),
        *("dinas", "disnaker", "disnakertrans", "dinsos", "badan", "bappeda", "bkd", "bpkad", "kantor", "bagian"),
        *("inspektorat", "sekretariat", "sekda", "setda", "rsud", "rumah", "puskesmas", "satpol", "upt", "uptd"),
    }
)


@dataclass(frozen=True, slots=True)
class PossibleConflict:
    """One juror and one entry with the reason in words."""

    juror: Juror
    entry: Entry
    reason: str


def normalised_name(name: str) -> str:
    """Return a name without case, accents, punctuation and legal form: "P.T. Bank NTB (Persero)" is "bank ntb"."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(sign))
    joined = INITIALS.sub(lambda found: f"{found[0].replace('.', '')} ", plain)
    spaced = " ".join(NOT_LETTERS.sub(" ", joined).split())
    for long, short in WRITTEN_OUT.items():
        spaced = spaced.replace(long, short)
    return " ".join(word for word in spaced.split() if word not in LEGAL_FORMS)


def names_region(written: str, region: str) -> bool:
    """Tell whether a region's government, or an office of it, is what was written: "Pemkab Badung", "RSUD Kota Bima".

    The kind of a region may be left out, but a city is not meant where a regency was written.
    """
    words, name = normalised_name(written).split(), normalised_name(region).split()
    kind = REGION_KINDS.get(name[0]) if len(name) > 1 else None
    core = name[1:] if kind else name
    if not core or words[-len(core) :] != core:
        return False
    before = words[: -len(core)]
    said = REGION_KINDS.get(before[-1]) if before else None
    if said is not None and kind is not None and said != kind:
        return False
    return not before or before[0] in OFFICES or (len(before) == 1 and said is not None)


def names_of(entry: Entry) -> frozenset[str]:
    """Return every name that people write for an entry, normalised; none is empty."""
    names = [entry.name]
    if entry.ministry is not None:
        names += [entry.ministry.name, entry.ministry.short_name]
    if entry.employer is not None:
        names.append(entry.employer.name)
    if entry.region is not None:
        names.append(entry.region.full_name)
    return frozenset(filter(None, map(normalised_name, names)))


def touches(tie_code: str, entry_code: str, *, home_code: str | None) -> bool:
    """Tell whether a tie to one region concerns an entry of another: the same, above it, or below it.

    Whoever works for the province that holds the contest is not tied to every regency in it.
    """
    if not tie_code or not entry_code:
        return False
    if tie_code == entry_code or tie_code.startswith(f"{entry_code}."):
        return True
    return tie_code != home_code and entry_code.startswith(f"{tie_code}.")


def possible_conflicts(panel: Panel, *, on: datetime.date) -> list[PossibleConflict]:
    """Compare the roles and ties of every seat that is not over with every entry; one finding per pair, a role's first.

    No rule of the award lets a tie lapse, so none is dropped: whoever decides reads until when it lasted. Of several
    ties the one that lasts, or lasted, longest gives the reason.
    """
    entries = list(panel_entries(panel).select_related("region", "ministry", "employer"))
    seats = remaining_jurors(on=on).filter(panel=panel)
    jurors = list(seats.select_related("user", "panel__category").order_by("pk"))
    ties: dict[int, list[Tie]] = {}
    for tie in Tie.objects.filter(user__in=[juror.user_id for juror in jurors]).order_by("pk"):
        ties.setdefault(tie.user_id, []).append(tie)
    groups = _groups()
    by_role = _by_role(jurors, entries)
    found: dict[tuple[int, int], PossibleConflict] = {}
    for juror in jurors:
        for entry in entries:
            if reason := by_role.get((juror.user_id, entry.pk), ""):
                found[juror.pk, entry.pk] = PossibleConflict(juror, entry, reason)
        for tie in sorted(ties.get(juror.user_id, []), key=_lasting, reverse=True):
            for finding in _matches(juror, tie, entries, groups, on=on):
                found.setdefault((juror.pk, finding.entry.pk), finding)
    return list(found.values())


def _by_role(jurors: Collection[Juror], entries: Collection[Entry]) -> dict[tuple[int, int], str]:
    """Return, by person and entry, who acts or acted for the entrant or verified its answers."""
    users = {juror.user_id for juror in jurors}
    found: dict[tuple[int, int], str] = {}
    findings = Finding.objects.filter(officer__in=users, answer__submission__entry__in=entries).order_by()
    for user_id, entry_id in findings.values_list("officer_id", "answer__submission__entry_id").distinct():
        found[user_id, entry_id] = _("Juri memverifikasi jawaban peserta ini.")
    offices = offices_held(users)
    for user_id in users:
        for entry in entries:
            if entry.office in offices.get(user_id, ()):
                found[user_id, entry.pk] = _("Juri bertugas atau pernah bertugas sebagai petugas peserta.")
    return found


def offices_held(users: Collection[int]) -> Mapping[int, frozenset[tuple[str, str]]]:
    """Return the entrants' offices that these people act or acted for; what ended is not dropped, as with ties."""
    rows = RoleAssignment.objects.filter(user__in=users, role=Role.ENTRANT).order_by()
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for user_id, kind, code in rows.values_list("user_id", "office_kind", "office_code"):
        found[user_id].add((kind, code))
    return {user_id: frozenset(offices) for user_id, offices in found.items()}


def _lasting(tie: Tie) -> datetime.date:
    return tie.until_on or datetime.date.max


def _matches(
    juror: Juror,
    tie: Tie,
    entries: list[Entry],
    groups: list[tuple[str, frozenset[int], frozenset[str]]],
    *,
    on: datetime.date,
) -> Iterator[PossibleConflict]:
    for entry in entries:
        reason = _region_reason(juror, tie, entry) if tie.region_code else _organisation_reason(tie, entry, groups)
        if reason:
            yield PossibleConflict(juror, entry, f"{reason} {_period(tie, on=on)}".strip())


def _period(tie: Tie, *, on: datetime.date) -> str:
    """Return until when the tie lasts or lasted; nothing where no end is known."""
    if tie.until_on is None:
        return ""
    if tie.until_on < on:
        return _("Keterkaitan ini berakhir %(day)s.") % {"day": formats.day(tie.until_on)}
    return _("Keterkaitan ini berlaku sampai %(day)s.") % {"day": formats.day(tie.until_on)}


def _region_reason(juror: Juror, tie: Tie, entry: Entry) -> str:
    if tie.kind == TieKind.BRANCH and juror.seat_type != SeatType.BPJS:
        return ""
    home_code = None if tie.kind == TieKind.BRANCH else juror.panel.category.province_id
    if not touches(tie.region_code, entry.region_code, home_code=home_code):
        return ""
    if tie.kind == TieKind.BRANCH:
        return _("Wilayah kantor cabang BPJS Ketenagakerjaan juri ini mencakup peserta.")
    if entry.region_id is None:
        return ""
    if tie.kind == TieKind.OFFICE:
        return _("Juri berkantor di daerah peserta, atau di daerah di atas atau di bawahnya.")
    return _("Juri berasal dari daerah peserta, atau dari daerah di atas atau di bawahnya.")


def _organisation_reason(tie: Tie, entry: Entry, groups: list[tuple[str, frozenset[int], frozenset[str]]]) -> str:
    name = normalised_name(tie.organisation)
    if not name:
        return ""
    if name in names_of(entry) or (entry.region is not None and names_region(tie.organisation, entry.region.full_name)):
        return _("Juri bekerja atau pernah bekerja pada peserta.")
    for group, members, member_names in groups:
        if entry.employer_id in members and (name == group or name in member_names):
            return _("Juri bekerja atau pernah bekerja pada perusahaan satu grup dengan peserta.")
    return ""


def _groups() -> list[tuple[str, frozenset[int], frozenset[str]]]:
    rows = CompanyGroup.objects.prefetch_related("members").order_by("pk")
    return [
        (
            normalised_name(group.name),
            frozenset(member.pk for member in group.members.all()),
            frozenset(normalised_name(member.name) for member in group.members.all()),
        )
        for group in rows
    ]
