"""Find possible conflicts of interest: by the tree of region codes, by former employers, by company groups."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.models import Entry
from awards.models.jury import CompanyGroup, Juror, Panel, SeatType, Tie, TieKind
from awards.selectors.jury.seats import panel_entries, remaining_jurors
from paritrana.lib.indonesian import day_text

COMPANY_FORMS = ("pt", "cv", "ud", "pd", "fa", "tbk", "firma", "company", "co", "ltd", "inc")
PUBLIC_FORMS = ("persero", "perum", "perumda", "perseroda", "koperasi", "yayasan")
LEGAL_FORMS = frozenset(COMPANY_FORMS + PUBLIC_FORMS)
NOT_LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One juror and one entry with the reason in words."""

    juror: Juror
    entry: Entry
    reason: str


def normalised_name(name: str) -> str:
    """Return a name without case, punctuation and legal form: "PT. Bank NTB (Persero)" is "bank ntb"."""
    words = NOT_LETTERS.sub(" ", name.lower()).split()
    return " ".join(word for word in words if word not in LEGAL_FORMS)


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


def possible_conflicts(panel: Panel, *, on: datetime.date) -> list[Finding]:
    """Compare the ties of every seat that is not over with every entry; one finding per pair.

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
    found: dict[tuple[int, int], Finding] = {}
    for juror in jurors:
        for tie in sorted(ties.get(juror.user_id, []), key=_lasting, reverse=True):
            for finding in _matches(juror, tie, entries, groups, on=on):
                found.setdefault((juror.pk, finding.entry.pk), finding)
    return list(found.values())


def _lasting(tie: Tie) -> datetime.date:
    return tie.until_on or datetime.date.max


def _matches(
    juror: Juror,
    tie: Tie,
    entries: list[Entry],
    groups: list[tuple[str, frozenset[int], frozenset[str]]],
    *,
    on: datetime.date,
) -> Iterator[Finding]:
    for entry in entries:
        reason = _region_reason(juror, tie, entry) if tie.region_code else _organisation_reason(tie, entry, groups)
        if reason:
            yield Finding(juror, entry, f"{reason} {_period(tie, on=on)}".strip())


def _period(tie: Tie, *, on: datetime.date) -> str:
    """Return until when the tie lasts or lasted; nothing where no end is known."""
    if tie.until_on is None:
        return ""
    if tie.until_on < on:
        return _("Keterkaitan ini berakhir %(day)s.") % {"day": day_text(tie.until_on)}
    return _("Keterkaitan ini berlaku sampai %(day)s.") % {"day": day_text(tie.until_on)}


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
    if name in names_of(entry):
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
