"""The division of the work: draft, release, top up, discard."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.jury.forms import PlanForm
from awards.jury.models.assignments import AssignmentPlan, PlanState
from awards.jury.selectors.allocation import InfeasibleError
from awards.jury.selectors.plans import plan_report
from awards.jury.services.assignments import discard_plan, draft_plan, release_plan, top_up_plan
from awards.jury.services.errors import JuryError
from awards.jury.tasks import search_later
from awards.jury.views.frame import AtPanel, panel_page, secretariat_of
from paritrana.accounts.requests import signed_in_user


@require_safe
def plan(request: HttpRequest, panel_id: int) -> HttpResponse:
    return _plan_page(request, secretariat_of(request, panel_id), PlanForm())


def _plan_page(request: HttpRequest, found: AtPanel, form: PlanForm, status: int = 200) -> HttpResponse:
    """Show both plans; numbers that could not be divided stay in the form."""
    draft = AssignmentPlan.objects.filter(panel=found.panel, state=PlanState.DRAFT).first()
    released = AssignmentPlan.objects.filter(panel=found.panel, state=PlanState.RELEASED).first()
    context = {
        "panel": found.panel,
        "standing": found.standing,
        "form": form,
        "draft": plan_report(draft) if draft else None,
        "released": plan_report(released) if released else None,
    }
    return panel_page(request, "jury/plan.html", context, title=_("Penugasan juri"), status=status)


@require_POST
def draw(request: HttpRequest, panel_id: int) -> HttpResponse:
    """Make a draft, anew or as a top-up; an infeasible one says why."""
    found = secretariat_of(request, panel_id)
    form = PlanForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Isi ketiga angka dengan bilangan bulat. Tidak ada yang dibuat."))
        return _plan_page(request, found, form, status=422)
    actor, now, chosen = signed_in_user(request), timezone.now(), form.cleaned_data
    try:
        if request.POST.get("kind") == "top_up":
            top_up_plan(panel=found.panel, load_cap=chosen["load_cap"], actor=actor, at=now)
        else:
            draft_plan(panel=found.panel, actor=actor, at=now, **chosen)
    except (JuryError, InfeasibleError) as error:
        messages.error(request, str(error))
        return _plan_page(request, found, form, status=422)
    else:
        messages.success(request, _("Rancangan dibuat. Juri belum melihatnya."))
    return redirect("admin:jury_plan", panel_id)


@require_POST
def settle(request: HttpRequest, panel_id: int, plan_id: int) -> HttpResponse:
    found = secretariat_of(request, panel_id)
    draft = get_object_or_404(AssignmentPlan, pk=plan_id, panel=found.panel)
    is_release = request.POST.get("decision") == "release"
    decide = release_plan if is_release else discard_plan
    try:
        decide(plan=draft, actor=signed_in_user(request), at=timezone.now())
    except JuryError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Keputusan tentang rancangan dicatat."))
        if is_release:
            search_later(found.panel, actor=signed_in_user(request))
    return redirect("admin:jury_plan", panel_id)
