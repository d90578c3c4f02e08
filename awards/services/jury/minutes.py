"""Write the minutes of a plenary: canonical content, its digest, and the digests it rests on."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from awards.models import Rulebook, RulebookState
from awards.models.jury import Conflict, ConflictState, Excuse, Juror, Minutes, Panel, Plenary
from awards.selectors.jury.marks import counting_mark_rows, juror_key
from awards.services.jury.errors import JuryError
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.lib.canonical import canonical_json, digest


@transaction.atomic
def write_minutes(*, plenary: Plenary, run_digests: Mapping[str, str], actor: User, at: datetime.datetime) -> Minutes:
    """Freeze what the plenary decided; `run_digests` names the score run that lay on the table, if any."""
    if plenary.closed_at is None:
        raise JuryError(_("Berita acara dibuat setelah pleno ditutup. Tidak ada yang disimpan."))
    panel = plenary.panel
    last = Minutes.objects.filter(plenary=plenary).aggregate(last=Max("number"))["last"] or 0
    content = {
        "number": last + 1,
        "edition": panel.category.edition.brand_label,
        "category": panel.category.name,
        "panel": panel.name,
        "decree_number": panel.decree_number,
        "decree_on": panel.decree_on,
        "opened_at": plenary.opened_at,
        "closed_at": plenary.closed_at,
        "jurors": _jurors(panel),
        "conflicts": _conflicts(panel),
        "decisions": _decisions(plenary),
        "closing_note": panel.closing_note,
        "digests": {"rulebook": _rulebook_digest(panel), "marks": marks_digest(panel), **run_digests},
    }
    minutes = Minutes.objects.create(
        plenary=plenary,
        number=last + 1,
        content=canonical_json(content).decode(),
        digest=digest(content),
        written_at=at,
        written_by=actor,
    )
    record(
        action="jury.minutes",
        subject=minutes,
        actor=actor,
        at=at,
        region_code=panel.category.province_id or "",
        changes={"panel": panel.name, "digest": minutes.digest},
    )
    return minutes


def marks_digest(panel: Panel) -> str:
    """Return the digest over every counting mark, in an order of its own."""
    rows = (
        counting_mark_rows()
        .filter(scorecard__juror__panel=panel)
        .values_list("scorecard__entry__public_id", "scorecard__juror_id", "criterion", "value")
    )
    return digest(sorted([str(entry), juror_key(juror), code, value] for entry, juror, code, value in rows))


def _rulebook_digest(panel: Panel) -> str:
    found = Rulebook.objects.filter(category=panel.category_id, state=RulebookState.SEALED)
    return found.values_list("digest", flat=True).first() or ""


def _jurors(panel: Panel) -> list[dict[str, object]]:
    excuses = dict(Excuse.objects.filter(juror__panel=panel).values_list("juror_id", "reason"))
    return [
        {
            "name": str(juror),
            "seat": juror.get_seat_type_display(),
            "is_chair": juror.is_chair,
            "is_secretary": juror.is_secretary,
            "is_shadow": juror.is_shadow,
            "left_on": juror.left_on,
            "excuse": excuses.get(juror.pk, ""),
        }
        for juror in Juror.objects.filter(panel=panel).select_related("user").order_by("-is_chair", "joined_on", "pk")
    ]


def _conflicts(panel: Panel) -> list[dict[str, str]]:
    rows = Conflict.objects.filter(juror__panel=panel, state=ConflictState.CONFIRMED)
    return [
        {"juror": str(row.juror), "entry": row.entry.name, "entry_key": str(row.entry.public_id), "reason": row.reason}
        for row in rows.select_related("juror__user", "entry").order_by("pk")
    ]


def _decisions(plenary: Plenary) -> list[dict[str, object]]:
    return [
        {
            "number": row.number,
            "entry": row.entry.name if row.entry else "",
            "entry_key": str(row.entry.public_id) if row.entry else "",
            "text": row.text,
            "votes_for": row.votes_for,
            "votes_against": row.votes_against,
            "decided_at": row.decided_at,
        }
        for row in plenary.decisions.select_related("entry").order_by("number")
    ]
