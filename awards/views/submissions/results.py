"""What verification said, for the entrant: verdicts and verified values, never ranks; objections start here."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from awards.exports.letters import decision_letter
from awards.forms.verification import ObjectionForm
from awards.models.verification import Finding, Objection, ObjectionState
from awards.selectors.verification import cases, objection_window, rounds
from awards.services.verification import ObjectionRefusedError, lodge_objection
from awards.views.submissions.access import enter_room, signable_submission, visible_submission
from awards.views.submissions.papers import pdf_response
from paritrana.accounts.requests import signed_in_user


@login_required
@require_GET
def results(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show verdicts from the opening of the objection window on; clarification rounds at any time."""
    room = enter_room(request, visible_submission(request, public_id))
    window = objection_window(room.submission.entry)
    at = timezone.now()
    is_shown = window is not None and at >= window.opens_at
    found = cases(room.sheet) if is_shown else ()
    lodged = {
        objection.finding.answer_id: objection
        for objection in Objection.objects.filter(finding__answer__submission=room.submission)
        .select_related("finding", "decided_by", "new_finding")
        .order_by("pk")
    }
    context = {
        **room.context(),
        "rounds": rounds(room.submission, room.questionnaire),
        "rows": [(case, lodged.get(case.item.answer.pk)) for case in found if case.item.answer],
        "is_shown": is_shown,
        "window": window,
        "may_object": room.may_sign and window is not None and window.is_open(at),
        "form": ObjectionForm(),
    }
    return render(request, "submissions/results.html", context)


@login_required
@require_POST
def object_to(request: HttpRequest, public_id: UUID, finding_id: int) -> HttpResponse:
    submission = signable_submission(request, public_id)
    finding = get_object_or_404(
        Finding.objects.select_related("answer__submission__entry__category__edition"),
        pk=finding_id,
        answer__submission=submission,
    )
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tulis alasan sanggahan Anda. Belum ada yang diajukan."))
        return redirect("submission-results", public_id=public_id)
    try:
        lodge_objection(
            finding=finding, text=form.cleaned_data["text"], actor=signed_in_user(request), at=timezone.now()
        )
        messages.success(request, _("Sanggahan diajukan. Petugas lain akan memutusnya."))
    except ObjectionRefusedError as error:
        messages.error(request, str(error))
    return redirect("submission-results", public_id=public_id)


@login_required
@require_GET
def letter(request: HttpRequest, public_id: UUID, objection_id: int) -> HttpResponse:
    """The decision as a PDF letter, once there is one."""
    room = enter_room(request, visible_submission(request, public_id))
    objection = get_object_or_404(
        Objection.objects.select_related("finding__answer__submission", "decided_by", "new_finding"),
        pk=objection_id,
        finding__answer__submission=room.submission,
    )
    question = room.questionnaire.question(objection.finding.answer.question)
    if objection.state == ObjectionState.LODGED or question is None:
        raise Http404
    return pdf_response(decision_letter(objection, question), f"putusan-sanggahan-{objection.pk}")
