"""The panel's first page: what waits for a decision, which stages run, and the way to one's own desk."""

import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from awards.desk.selectors.waiting import MOST, Waiting, running_stages, waiting_decisions
from awards.desk.views.frame import READERS, readable_categories
from awards.editions.models import OPEN_ACT
from awards.publication.selectors.proven import proven_state
from paritrana.accounts.admin_access import within_grants
from paritrana.accounts.joint_acts import waiting_of_kind
from paritrana.accounts.models import Role
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.jobs.models import Job, JobState
from paritrana.mail.selectors import outbox
from paritrana.uploads.models import ImportState
from paritrana.uploads.policies import visible_imports
from paritrana.watch.selectors import WatchAlert, red_alerts

SAID_BESIDE = ("proof-old", "proof-differs")
"""Alerts of which a part of its own tells more, to more people."""
LOOK_BACK = datetime.timedelta(days=7)
PAGES = {
    "publication": "admin:steering_publication",
    "run": "admin:steering_run",
    "category": "admin:steering_category",
    "conflicts": "admin:jury_conflicts",
    "close": "admin:jury_close",
    "rulebook": "admin:awards_rulebook_change",
}


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add what the first page shows to the frame's own context (the theme's DASHBOARD_CALLBACK)."""
    held = request_grants(request)
    categories = readable_categories(request)
    at = timezone.now()
    decisions = waiting_decisions(categories)
    may_prepare = held.covers(Role.ORGANISER, "")
    reads_drafts = any(held.has(role) for role in (Role.ORGANISER, Role.SECRETARIAT, Role.AUDITOR))
    return {
        **context,
        "title": _("Ringkasan"),
        "is_fullwidth": "1",
        "theme": "light",
        "at": at,
        "reads_drafts": reads_drafts,
        "may_prepare": may_prepare,
        "waiting_openings": waiting_of_kind(OPEN_ACT).count() if may_prepare else 0,
        "decisions": [(decision, address(decision)) for decision in decisions],
        "proven": proven_state(categories, at=at) if reads_drafts else None,
        "alerts": _alerts(at) if may_prepare else [],
        "stages": running_stages(categories, at=at)[:MOST],
        "waiting_imports": _waiting_imports(request),
        "troubled_mails": _troubled_mails(request),
        "failed_jobs": _failed_jobs(at) if held.has(Role.ORGANISER) else 0,
        "is_juror": held.has(Role.JUROR),
        "is_verifier": held.has(Role.VERIFIER),
        "most": MOST,
    }


def address(decision: Waiting) -> str:
    """Return the address of the page on which a decision is made."""
    if decision.page == "entries":
        query = urlencode({"state__exact": "nominated", "category__id__exact": str(decision.key)})
        return f"{reverse('admin:awards_entry_changelist')}?{query}"
    return reverse(PAGES[decision.page], args=[decision.key])


def _waiting_imports(request: HttpRequest) -> int:
    visible = visible_imports(signed_in_user(request), on=timezone.localdate())
    return visible.filter(state=ImportState.CHECKED).count()


def _troubled_mails(request: HttpRequest) -> int:
    """Count the mails that a person must look at; they never go again by themselves."""
    reached = within_grants(request_grants(request), READERS, "region_code")
    return 0 if reached is None else outbox(reached).troubled


def _alerts(at: datetime.datetime) -> list[WatchAlert]:
    return [alert for alert in red_alerts(at=at) if alert.name not in SAID_BESIDE]


def _failed_jobs(at: datetime.datetime) -> int:
    return Job.objects.filter(state=JobState.FAILED, finished_at__gte=at - LOOK_BACK).count()
