"""Trials of other rules: whose they are, what they may start from, and the frozen input as their rules read it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy

from awards.editions.models import Category
from awards.engine import GivenMark, Rules, Table
from awards.runs.models import AppliedRun, RunInput, ScoreRun, ScoreRunState, WhatIf, WhatIfPlace
from awards.runs.selectors.frozen import frozen_marks
from paritrana.accounts.admin_access import within_grants
from paritrana.accounts.models import Role, User
from paritrana.accounts.selectors import Grants
from paritrana.jobs.models import Job
from paritrana.jobs.selectors import latest_job

WATERMARK = gettext_lazy("Coba-coba: bukan hasil, tidak dapat diumumkan")
JOB_KIND = "what-if"
AT_ONCE_ENTRIES = 2000
"""Up to this many entries a trial is computed while its owner waits."""
ORGANISER = frozenset({str(Role.ORGANISER)})
ORDERS: Mapping[str, tuple[Any, ...]] = {
    "peringkat": (F("rank").asc(nulls_last=True),),
    "semula": (F("official_rank").asc(nulls_last=True),),
    "naik": (F("rise").desc(nulls_last=True),),
    "turun": (F("rise").asc(nulls_last=True),),
    "nama": ("entry__name",),
}


def triable_categories(held: Grants) -> QuerySet[Category]:
    """Return the categories in which a person may try other rules: an organiser's, with a computed run."""
    reached = within_grants(held, ORGANISER, "province__code")
    if reached is None:
        return Category.objects.none()
    states = [ScoreRunState.APPLIED, ScoreRunState.PROPOSED]
    computed = ScoreRun.objects.filter(state__in=states, result_digest__gt="").values("category")
    rows = Category.objects.filter(reached, pk__in=computed).select_related("edition", "province")
    return rows.order_by("-edition__period_end", "level", "name", "pk")


def visible_what_ifs(held: Grants, user: User) -> QuerySet[WhatIf]:
    """Return a person's own trials, as long as the person organises the category."""
    reached = within_grants(held, ORGANISER, "category__province__code")
    if reached is None:
        return WhatIf.objects.none()
    rows = WhatIf.objects.filter(reached, owner=user).select_related("category__edition", "category__province", "run")
    return rows.order_by("-changed_at", "pk")


def trial_base(category: Category) -> ScoreRun | None:
    """Return the run a trial starts from: the applied one, else the latest proposed."""
    pointer = AppliedRun.objects.filter(category=category).select_related("run__rulebook").first()
    if pointer is not None:
        return pointer.run
    proposed = ScoreRun.objects.filter(category=category, state=ScoreRunState.PROPOSED)
    return proposed.select_related("rulebook").order_by("-number").first()


def trial_table(run: ScoreRun, rules: Rules, keys: Mapping[int, str]) -> Table:
    """Build the table of the columns that the trial's rules read, from the run's frozen rows only."""
    places = {entry_id: place for place, entry_id in enumerate(keys)}
    columns: dict[str, list[str | None]] = {name: [None] * len(places) for name in rules.columns}
    rows = RunInput.objects.filter(run=run).values_list("entry_id", "variable", "value")
    for entry_id, variable, value in rows.iterator(chunk_size=5000):
        if variable in columns:
            columns[variable][places[entry_id]] = value
    return Table(list(keys.values()), columns)


def trial_marks(run: ScoreRun, rules: Rules, keys: Mapping[int, str]) -> list[GivenMark]:
    read = {leaf.jury for leaf in rules.leaves}
    return [mark for mark in frozen_marks(run, keys) if mark.criterion in read]


def places_in_order(what_if: WhatIf, order: str) -> QuerySet[WhatIfPlace]:
    """Return the places in one of `ORDERS`; within equals by rank, name and key, which mean nothing."""
    keys = ORDERS.get(order, ORDERS["peringkat"])
    rows = WhatIfPlace.objects.filter(what_if=what_if).select_related("entry")
    groups = ("group_key",) if order in ("", "peringkat", "semula") else ()
    return rows.order_by(*groups, *keys, F("rank").asc(nulls_last=True), "entry__name", "pk")


def what_if_job(what_if: WhatIf) -> Job | None:
    return latest_job(kind=JOB_KIND, subject_id=str(what_if.pk))
