"""What minutes carry: the sitting as it went, the jury behind it, and the result that lay on the table."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Excuse, Juror, Panel
from awards.jury.models.plenary import Minutes, Moderation, Plenary, Presence
from awards.jury.models.scorecards import FreshMarking, Scorecard, ScorecardState
from awards.jury.selectors.marks import counting_mark_rows, juror_key
from awards.jury.selectors.sheets import jury_sheet
from awards.rulebooks.models import Rulebook, RulebookState
from paritrana.audit.models import AuditEntry
from paritrana.lib.canonical import digest

FORMAT = "berita-acara-2"
"""Minutes without a format are of the first: no result, no attendance, jurors without keys."""

COMPARED = (
    "attendance",
    "conflicts",
    "decisions",
    "digests",
    "fresh_markings",
    "moderations",
    "panel_reopenings",
    "ranking",
    "reopened_cards",
    "replacements",
    "winners",
)
"""The parts of which second minutes say whether they differ from those before."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TabledResult:
    """The applied run as it lies before the plenary: ranking, winners, its digests and the key that will sign it."""

    run: Mapping[str, object] | None = None
    ranking: Sequence[Mapping[str, object]] = ()
    winners: Sequence[Mapping[str, object]] = ()
    unawarded: Sequence[Mapping[str, object]] = ()
    not_assessed: Sequence[Mapping[str, object]] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    public_key: str = ""


NOTHING_TABLED = TabledResult()


def minutes_content(plenary: Plenary, tabled: TabledResult) -> Json:
    """Return all that minutes of this sitting say but their number and what they correct."""
    panel = plenary.panel
    return {
        "format": FORMAT,
        "edition": panel.category.edition.brand_label,
        "category": panel.category.name,
        "panel": panel.name,
        "decree_number": panel.decree_number,
        "decree_on": panel.decree_on,
        "opened_at": plenary.opened_at,
        "closed_at": plenary.closed_at,
        "jurors": _jurors(panel),
        "attendance": _attendance(plenary),
        "replacements": _replacements(panel),
        "conflicts": _conflicts(panel),
        "moderations": _moderations(panel),
        "reopened_cards": list(_reopened_cards(panel)),
        "void_cards": _void_cards(panel),
        "fresh_markings": _fresh_markings(panel),
        "panel_reopenings": _panel_reopenings(panel),
        "decisions": _decisions(plenary),
        "closing_note": panel.closing_note,
        "run": tabled.run,
        "ranking": list(tabled.ranking),
        "winners": list(tabled.winners),
        **{name: list(rows) for name, rows in _outcomes(tabled).items() if rows},
        "public_key": tabled.public_key,
        "digests": {"rulebook": _rulebook_digest(panel), "marks": marks_digest(panel), **tabled.digests},
    }


def _outcomes(tabled: TabledResult) -> dict[str, Sequence[Mapping[str, object]]]:
    """Return what came of prizes and entries besides ranks; minutes carry only what there is."""
    return {"unawarded": tabled.unawarded, "not_assessed": tabled.not_assessed}


def latest_minutes(panel: Panel) -> Minutes | None:
    return Minutes.objects.filter(plenary__panel=panel).select_related("plenary").order_by("-number").first()


def correction(earlier: Sequence[Minutes], content: Mapping[str, Any], reason: str) -> Json | None:
    """Return what later minutes say of those before: which they correct, which were the first, what differs and why."""
    if not earlier:
        return None
    first, last = earlier[0], earlier[-1]
    before = json.loads(last.content)
    return {
        "number": last.number,
        "digest": last.digest,
        "first": {"number": first.number, "digest": first.digest},
        "reason": reason,
        "changed": [part for part in COMPARED if digest(before.get(part)) != digest(content[part])],
    }


def marks_digest(panel: Panel) -> str:
    """Return the digest over every counting mark, in an order of its own."""
    rows = counting_mark_rows(Scorecard.objects.filter(juror__panel=panel)).values_list(
        "scorecard__entry__public_id", "scorecard__juror_id", "criterion", "value"
    )
    return digest(sorted([str(entry), juror_key(juror), code, value] for entry, juror, code, value in rows))


def _rulebook_digest(panel: Panel) -> str:
    found = Rulebook.objects.filter(category=panel.category_id, state=RulebookState.SEALED)
    return found.values_list("digest", flat=True).first() or ""


def _jurors(panel: Panel) -> list[Json]:
    """`signs_copy`: in conflict with an entry, so that the own copy of the minutes is what is signed."""
    excuses = dict(Excuse.objects.filter(juror__panel=panel).values_list("juror_id", "reason"))
    confirmed = Conflict.objects.filter(juror__panel=panel, state=ConflictState.CONFIRMED)
    recused = set(confirmed.values_list("juror_id", flat=True))
    return [
        {
            "key": juror_key(juror.pk),
            "name": str(juror),
            "seat": juror.get_seat_type_display(),
            "is_chair": juror.is_chair,
            "is_secretary": juror.is_secretary,
            "is_shadow": juror.is_shadow,
            "left_on": juror.left_on,
            "excuse": excuses.get(juror.pk, ""),
            "signs_copy": juror.pk in recused,
        }
        for juror in Juror.objects.filter(panel=panel).select_related("user").order_by("-is_chair", "joined_on", "pk")
    ]


def _attendance(plenary: Plenary) -> list[Json] | None:
    """Return who was in the room and when; None for a sitting of before, at which nobody wrote it down."""
    rows = Presence.objects.filter(plenary=plenary).select_related("juror__user").order_by("arrived_at", "juror_id")
    return [
        {
            "juror": juror_key(row.juror_id),
            "name": str(row.juror),
            "arrived_at": row.arrived_at,
            "left_at": row.left_at,
        }
        for row in rows
    ] or None


def _replacements(panel: Panel) -> list[Json]:
    rows = Juror.objects.filter(panel=panel, replaces__isnull=False).select_related("user", "replaces__user")
    seats = list(rows.order_by("joined_on", "pk"))
    reasons = _reasons("jury.leave", Juror, [seat.replaces_id for seat in seats if seat.replaces_id])
    return [
        {
            "juror": str(seat.replaces),
            "successor": str(seat),
            "seat": seat.get_seat_type_display(),
            "on": seat.joined_on,
            "reason": reasons.get(str(seat.replaces_id), ""),
        }
        for seat in seats
    ]


def _conflicts(panel: Panel) -> list[Json]:
    rows = Conflict.objects.filter(juror__panel=panel, state=ConflictState.CONFIRMED)
    return [
        {"juror": str(row.juror), "entry": row.entry.name, "entry_key": str(row.entry.public_id), "reason": row.reason}
        for row in rows.select_related("juror__user", "entry").order_by("pk")
    ]


def _moderations(panel: Panel) -> list[Json]:
    """The marks behind a discussion stay out: minutes are read by all who sign, single marks are not."""
    names = {criterion.code: criterion.name for criterion in jury_sheet(panel.category).criteria}
    rows = Moderation.objects.filter(panel=panel).select_related("entry").order_by("pk")
    return [
        {
            "entry": row.entry.name,
            "entry_key": str(row.entry.public_id),
            "criterion": names.get(row.criterion, row.criterion),
            "opened_at": row.opened_at,
            "closed_at": row.closed_at,
            "outcome": row.outcome,
        }
        for row in rows
    ]


def _reopened_cards(panel: Panel) -> Iterator[Json]:
    cards = {
        str(card.pk): card
        for card in Scorecard.objects.filter(juror__panel=panel).select_related("juror__user", "entry")
    }
    for entry in _trail("jury.reopen", Scorecard, cards):
        card = cards[entry.subject_id]
        yield {
            "juror": str(card.juror),
            "entry": card.entry.name,
            "entry_key": str(card.entry.public_id),
            "at": entry.at,
            "reason": entry.reason,
        }


def _void_cards(panel: Panel) -> list[Json]:
    rows = Scorecard.objects.filter(juror__panel=panel, state=ScorecardState.VOID).select_related(
        "juror__user", "entry"
    )
    return [
        {
            "juror": str(row.juror),
            "entry": row.entry.name,
            "entry_key": str(row.entry.public_id),
            "reason": row.void_reason,
        }
        for row in rows.order_by("pk")
    ]


def _fresh_markings(panel: Panel) -> list[Json]:
    rows = FreshMarking.objects.filter(juror__panel=panel).select_related("juror__user", "entry").order_by("pk")
    return [
        {"juror": str(row.juror), "entry": row.entry.name, "entry_key": str(row.entry.public_id), "reason": row.reason}
        for row in rows
    ]


def _panel_reopenings(panel: Panel) -> list[Json]:
    return [{"at": entry.at, "reason": entry.reason} for entry in _trail("jury.reopen_panel", Panel, [str(panel.pk)])]


def _decisions(plenary: Plenary) -> list[Json]:
    return [
        {
            "number": row.number,
            "entry": row.entry.name if row.entry else "",
            "entry_key": str(row.entry.public_id) if row.entry else "",
            "text": row.text,
            "votes_for": row.votes_for,
            "votes_against": row.votes_against,
            "votes_abstained": row.votes_abstained,
            "eligible": row.eligible,
            "decided_at": row.decided_at,
        }
        for row in plenary.decisions.select_related("entry").order_by("number")
    ]


def _reasons(action: str, model: type[Juror], keys: Iterable[object]) -> dict[str, str]:
    return {entry.subject_id: entry.reason for entry in _trail(action, model, [str(key) for key in keys])}


def _trail(action: str, model: type[Juror | Scorecard | Panel], keys: Iterable[str]) -> Iterator[AuditEntry]:
    """Yield what the trail keeps of these rows, the earliest first."""
    subject_type = model._meta.label_lower  # noqa: SLF001 - the documented name of a model
    rows = AuditEntry.objects.filter(subject_type=subject_type, subject_id__in=list(keys), action=action)
    yield from rows.order_by("number")
