"""What waits for a decision of the people who run the award, across all stages."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.editions.models import Category, Stage
from awards.entries.models import Entry, EntryState
from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Panel
from awards.publication.models import Publication
from awards.rulebooks.models import Rulebook
from awards.runs.models import ScoreRun, ScoreRunState
from awards.verification.models import Objection, ObjectionState
from paritrana.accounts.models import JointAct

MOST = 25
"""How many rows of one kind are named; the oldest come first, so nothing waits unseen for long."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One decision: what, where, since when, and the page (name and key) on which it is made."""

    text: str
    category: Category
    since: datetime.datetime | None
    page: str
    key: int | UUID


def waiting_decisions(categories: QuerySet[Category]) -> list[Waiting]:
    """Return what the categories wait for, nearest to the announcement first; a few queries whatever their number."""
    return [
        *_proposals(categories),
        *_publications(categories),
        *_runs(categories),
        *_objections(categories),
        *_conflicts(categories),
        *_nominations(categories),
    ]


def running_stages(categories: QuerySet[Category], *, at: datetime.datetime) -> QuerySet[Stage]:
    """Return the stages open at that time, by category, the next to close first."""
    rows = Stage.objects.filter(category__in=categories, opens_at__lte=at, hard_closes_at__gt=at)
    return rows.select_related("category__edition", "category__province", "province").order_by(
        "category", "closes_at", "pk"
    )


def _proposals(categories: QuerySet[Category]) -> Iterator[Waiting]:
    """Name what one person proposed and a second, independent one is to agree to."""
    acts = JointAct.objects.filter(seconded_at=None, dropped_at=None).select_related("proposed_by")
    waiting = list(acts.order_by("proposed_at", "pk"))
    kinds: tuple[tuple[QuerySet[Any], str], ...] = (
        (Publication.objects.defer("payload"), "publication"),
        (Panel.objects.all(), "close"),
        (Rulebook.objects.defer("text"), "rulebook"),
    )
    for rows, page in kinds:
        label = f"{rows.model._meta.label_lower}:"  # noqa: SLF001 - the documented name of a model
        about = {int(act.subject.removeprefix(label)): act for act in waiting if act.subject.startswith(label)}
        if not about:
            continue
        named = rows.filter(pk__in=about, category__in=categories).order_by("pk")
        for row in named.select_related("category__edition", "category__province"):
            act = about[row.pk]
            text = _("%(subject)s: usul %(person)s menunggu orang kedua.") % {
                "subject": row,
                "person": act.proposed_by.get_full_name(),
            }
            key = row.public_id if isinstance(row, Publication) else row.pk
            yield Waiting(text, row.category, act.proposed_at, page, key)


def _publications(categories: QuerySet[Category]) -> Iterator[Waiting]:
    newer = Publication.objects.filter(category=OuterRef("category"), number__gt=OuterRef("number"))
    rows = Publication.objects.filter(~Exists(newer), category__in=categories, published_at=None).defer("payload")
    rows = rows.select_related("category__edition", "category__province").prefetch_related("sign_offs")
    for row in rows.order_by("frozen_at", "pk")[:MOST]:
        yield Waiting(
            _publication_text(row, len(row.sign_offs.all())), row.category, row.frozen_at, "publication", row.public_id
        )


def _publication_text(publication: Publication, signed: int) -> str:
    if publication.final_at:
        return _("Pengumuman %(number)d sudah final dan belum diumumkan.") % {"number": publication.number}
    text = ngettext(
        "Pengumuman %(number)d dibekukan: %(signed)d dari 2 persetujuan.",
        "Pengumuman %(number)d dibekukan: %(signed)d dari 2 persetujuan.",
        signed,
    )
    return text % {"number": publication.number, "signed": signed}


def _runs(categories: QuerySet[Category]) -> Iterator[Waiting]:
    newer = ScoreRun.objects.filter(category=OuterRef("category"), number__gt=OuterRef("number"))
    states = (ScoreRunState.PROPOSED, ScoreRunState.FAILED)
    rows = ScoreRun.objects.filter(~Exists(newer), category__in=categories, state__in=states)
    texts = {
        ScoreRunState.PROPOSED: _("Perhitungan %(number)d diusulkan: periksa selisihnya, lalu pakai atau buang."),
        ScoreRunState.FAILED: _("Perhitungan %(number)d gagal: baca sebabnya, perbaiki, lalu hitung ulang."),
    }
    for row in rows.select_related("category__edition", "category__province").order_by("created_at", "pk")[:MOST]:
        text = texts[ScoreRunState(row.state)] % {"number": row.number}
        yield Waiting(text, row.category, row.created_at, "run", row.public_id)


def _objections(categories: QuerySet[Category]) -> Iterator[Waiting]:
    path = "finding__answer__submission__entry__category"
    lodged = Objection.objects.filter(**{f"{path}__in": categories}, state=ObjectionState.LODGED)
    counted = lodged.values(path).annotate(count=Count("pk"), since=Min("lodged_at")).order_by("since", path)
    found = {row[path]: row for row in counted[:MOST]}
    for category in _named(categories, found):
        row = found[category.pk]
        text = ngettext(
            "%(count)d sanggahan belum diputuskan verifikator.",
            "%(count)d sanggahan belum diputuskan verifikator.",
            row["count"],
        )
        yield Waiting(text % {"count": row["count"]}, category, row["since"], "category", category.pk)


def _conflicts(categories: QuerySet[Category]) -> Iterator[Waiting]:
    open_ones = Conflict.objects.filter(entry__category__in=categories, state=ConflictState.POSSIBLE)
    counted = open_ones.values("juror__panel", "juror__panel__category").annotate(
        count=Count("pk"), since=Min("created_at")
    )
    rows = list(counted.order_by("since", "juror__panel")[:MOST])
    named = {category.pk: category for category in _named(categories, {row["juror__panel__category"] for row in rows})}
    for row in rows:
        text = ngettext(
            "%(count)d dugaan benturan kepentingan perlu dikonfirmasi atau dikesampingkan.",
            "%(count)d dugaan benturan kepentingan perlu dikonfirmasi atau dikesampingkan.",
            row["count"],
        )
        category = named[row["juror__panel__category"]]
        yield Waiting(text % {"count": row["count"]}, category, row["since"], "conflicts", row["juror__panel"])


def _nominations(categories: QuerySet[Category]) -> Iterator[Waiting]:
    nominated = Entry.objects.filter(category__in=categories, state=EntryState.NOMINATED)
    counts = dict(
        nominated.values_list("category")
        .annotate(count=Count("pk"))
        .order_by("category")
        .values_list("category", "count")[:MOST]
    )
    for category in _named(categories, counts):
        count = counts[category.pk]
        text = ngettext(
            "%(count)d peserta diusulkan dan belum diterima atau ditolak.",
            "%(count)d peserta diusulkan dan belum diterima atau ditolak.",
            count,
        )
        yield Waiting(text % {"count": count}, category, None, "entries", category.pk)


def _named(categories: QuerySet[Category], keys: Iterable[int]) -> QuerySet[Category]:
    return categories.filter(pk__in=keys).select_related("edition", "province").order_by("pk")
