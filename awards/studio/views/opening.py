"""Open an edition: what is missing, who proposed it, and the second person's word."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from awards.editions.models import Edition, EditionState
from awards.studio.selectors.tasks import Gap, edition_tasks, opening_gaps
from awards.studio.services.opening import EditionNotReadyError, EditionOpenError, agree_to_open
from awards.studio.views.editions import address
from awards.studio.views.frame import may_prepare, own_edition, read_edition
from paritrana.accounts.independence import DependentError, pair_of
from paritrana.accounts.joint_acts import JointActError, drop_act, waiting_acts
from paritrana.accounts.requests import signed_in_user
from paritrana.pages.decisions import decide
from paritrana.pages.panel_frame import panel_page


@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method != "POST":
        found = read_edition(request, pk)
        return _page(request, found, opening_gaps(edition_tasks(found)))
    found = own_edition(request, pk)
    try:
        act = agree_to_open(edition=found, actor=signed_in_user(request), at=timezone.now())
    except EditionNotReadyError as refusal:
        return _page(request, found, refusal.gaps, refusal=str(refusal))
    except (EditionOpenError, JointActError, DependentError) as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:studio_open", pk=pk)
    done = _("Edisi dibuka.") if act.seconded_at else _("Usul membuka edisi dicatat dan menunggu orang kedua.")
    messages.success(request, done)
    return redirect("admin:studio_open", pk=pk)


@require_POST
def drop(request: HttpRequest, pk: int, act_id: int) -> HttpResponse:
    found = own_edition(request, pk)
    act = get_object_or_404(waiting_acts(found), pk=act_id)
    with decide(request, JointActError, done=_("Usul dibatalkan.")), transaction.atomic():
        drop_act(act=act, actor=signed_in_user(request), at=timezone.now())
    return redirect("admin:studio_open", pk=pk)


def _page(request: HttpRequest, found: Edition, gaps: tuple[Gap, ...], *, refusal: str = "") -> HttpResponse:
    reader, at = signed_in_user(request), timezone.now()
    waiting = waiting_acts(found).first()
    is_own = waiting is not None and waiting.proposed_by_id == reader.pk
    pair = pair_of(waiting.proposed_by, reader, at=at) if waiting is not None and not is_own else None
    context = {
        "edition": found,
        "is_draft": found.state == EditionState.DRAFT,
        "may_prepare": may_prepare(request),
        "gaps": [(gap, address(gap.task.page, gap.task.key)) for gap in gaps],
        "refusal": refusal,
        "waiting": waiting,
        "is_own": is_own,
        "fault": pair.fault if pair is not None and not pair.may_decide else "",
    }
    title = _("Buka %(edition)s") % {"edition": found}
    return panel_page(request, "studio/opening.html", context, title=title, status=422 if refusal else 200)
