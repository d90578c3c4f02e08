"""The entrant's working pages: the list, the task list, the form of a section."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from awards.entries.models import Entry
from awards.rulebooks.parsing.questionnaire import Section
from awards.rulebooks.selectors.sealed import NoSealedRulebookError
from awards.submissions.forms.sections import ReturnForm, SectionForm, seen_by_form, stored_values
from awards.submissions.models.answers import Submission
from awards.submissions.policies import may_list_submissions
from awards.submissions.selectors.claims import earlier_answers, registry_figures
from awards.submissions.selectors.dates import own_obligations
from awards.submissions.selectors.eligibility import eligibility
from awards.submissions.selectors.sheets import SectionSheet
from awards.submissions.services.answers import (
    AnswerTooLongError,
    LateWrite,
    SubmissionClosedError,
    Write,
    save_answers,
)
from awards.submissions.services.eligibility import NotEligibleError
from awards.submissions.services.moves import start_submission
from awards.submissions.views.access import Room, enter_room, own_submission, visible_submission
from awards.submissions.views.conflicts import Side, sides
from awards.submissions.views.evidence import attach_sent_file
from paritrana.accounts.requests import arrived_at, request_grants, signed_in_user

PAGE = 50
NO_CONFLICT: Mapping[str, tuple[Side, Side]] = {}


@login_required
@require_GET
def submission_list(request: HttpRequest) -> HttpResponse:
    held = request_grants(request)
    if not may_list_submissions(held):
        raise Http404
    overseen = (
        Submission.objects.visible_to(held)
        .exclude(pk__in=Submission.objects.editable_by(held).values("pk"))
        .select_related("entry__category__edition")
        .order_by("entry__category_id", "entry__name", "pk")
    )
    page = Paginator(overseen, PAGE).get_page(request.GET.get("page"))
    context = {"obligations": own_obligations(held.offices, at=timezone.now()), "page": page}
    return render(request, "submissions/list.html", context)


@login_required
@require_POST
def start(request: HttpRequest, public_id: UUID) -> HttpResponse:
    entries = Entry.objects.of_offices(request_grants(request).offices).select_related("category__edition")
    entry = get_object_or_404(entries, public_id=public_id)
    try:
        submission = start_submission(entry=entry, actor=signed_in_user(request), at=arrived_at(request))
    except NotEligibleError as error:
        messages.error(request, str(error))
        return redirect("submission-eligibility", public_id=public_id)
    except (SubmissionClosedError, NoSealedRulebookError) as error:
        messages.error(request, str(error))
        return redirect("submissions")
    return redirect("submission", public_id=submission.public_id)


@login_required
@require_GET
def overview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    room = enter_room(request, visible_submission(request, public_id))
    standing = eligibility(room.submission.entry, room.questionnaire)
    context = {**room.context(), "return_form": ReturnForm(), "standing": standing}
    return render(request, "submissions/overview.html", context)


@login_required
def section(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    if request.method == "POST":
        return _save_section(request, public_id, code)
    room = enter_room(request, visible_submission(request, public_id))
    here = room.section(code)
    return render(request, "submissions/section.html", _section_context(room, here, SectionForm.stored(here)))


def _section_context(
    room: Room, here: SectionSheet, form: SectionForm, conflicts: Mapping[str, tuple[Side, Side]] = NO_CONFLICT
) -> dict[str, Any]:
    figures = registry_figures(room.submission.entry, here.items)
    earlier = earlier_answers(room.submission.entry, here.section.questions)
    cards: list[dict[str, Any]] = [
        {
            "item": item,
            "field": form[item.question.code] if item.question.code in form.fields else None,
            "note": form[f"{item.question.code}__note"],
            "version": form[f"{item.question.code}__version"],
            "seen": form[f"{item.question.code}__seen"],
            "conflict": conflicts.get(item.question.code),
            "registry": figures.get(item.question.code),
            "earlier": earlier.get(item.question.code),
            "is_writable": room.may_fill and room.editing.allows(item.question.code),
        }
        for item in here.items
    ]
    uses = _uses(room)
    for card in cards:
        item = card["item"]
        card["used_at"] = sorted(
            {number for file in item.evidence for number in uses[file.sha256]} - {item.question.number}
        )
    sections = [sheet.section for sheet in room.sheet.sections]
    place = sections.index(here.section)
    return {
        **room.context(),
        "here": here,
        "cards": cards,
        "previous_section": _at(sections, place - 1),
        "next_section": _at(sections, place + 1),
    }


def _uses(room: Room) -> dict[str, set[str]]:
    """Return the numbers of the questions by the digest of the file that they use."""
    uses: dict[str, set[str]] = defaultdict(set)
    for item in room.sheet.items:
        for file in item.evidence:
            uses[file.sha256].add(item.question.number)
    return uses


def _at(sections: list[Section], place: int) -> Section | None:
    return sections[place] if 0 <= place < len(sections) else None


def _save_section(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    submission = own_submission(request, public_id)
    room = enter_room(request, submission)
    here = room.section(code)
    form = SectionForm(here, request.POST)
    if form.refusal:
        messages.error(request, form.refusal)
        return _shown_again(request, public_id, code)
    writes = _with_earlier(room, here, form.writes(), request.POST.get("reuse", ""))
    try:
        actor, at = signed_in_user(request), arrived_at(request)
        conflicts = save_answers(submission=submission, writes=writes, actor=actor, at=at)
    except (AnswerTooLongError, SubmissionClosedError) as error:
        messages.error(request, _("%(reason)s Yang Anda ketik masih ada di halaman ini.") % {"reason": error})
        return _shown_again(request, public_id, code)
    _attach_sent_files(request, submission)
    if conflicts:
        messages.error(
            request,
            _("Ada jawaban yang juga diubah di tempat lain sejak halaman ini dibuka. Kedua isinya tampil di bawah."),
        )
        return _shown_beside_stored(request, public_id, code, conflicts)
    messages.success(request, _("Jawaban di bagian ini sudah tersimpan."))
    wanted = request.POST.get("next", "")
    target = wanted if room.sheet.section(wanted) else code
    return redirect("submission-section", public_id=public_id, code=target)


def _attach_sent_files(request: HttpRequest, submission: Submission) -> None:
    for field in request.FILES:
        for sent in request.FILES.getlist(field):
            problem = attach_sent_file(request, submission, field.removesuffix("__file"), sent)
            if problem:
                messages.error(request, _("%(name)s: %(problem)s") % {"name": sent.name, "problem": problem})


def _with_earlier(room: Room, here: SectionSheet, writes: tuple[Write, ...], code: str) -> tuple[Write, ...]:
    """Put last edition's answer in the place of the one whose "pakai lagi" was pressed."""
    earlier = earlier_answers(room.submission.entry, here.section.questions).get(code) if code else None
    if earlier is None:
        return writes
    return tuple(replace(write, value=earlier.value) if write.question == code else write for write in writes)


def _shown_again(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Show what the person typed where nothing was stored, still against the versions that the person saw."""
    room = enter_room(request, own_submission(request, public_id))
    here = room.section(code)
    typed = request.POST.copy()
    for item in SectionForm(here, request.POST).unreadable_registers:
        del typed[f"{item.question.code}-rows"]
        typed[item.question.code] = item.typed
        typed[f"{item.question.code}__version"] = str(item.version)
        typed[f"{item.question.code}__seen"] = str(seen_by_form(item))
    return render(
        request, "submissions/section.html", _section_context(room, here, SectionForm(here, typed)), status=409
    )


def _shown_beside_stored(request: HttpRequest, public_id: UUID, code: str, late: tuple[LateWrite, ...]) -> HttpResponse:
    """Show both sides of each conflict; saving again then is a knowing choice of what the fields hold."""
    room = enter_room(request, own_submission(request, public_id))
    here = room.section(code)
    values = stored_values(here.items)
    conflicts = {}
    for conflict in late:
        write = conflict.write
        question = next(item.question for item in here.items if item.question.code == write.question)
        if write.value is not None:
            values[question.code] = write.value
        if write.note is not None:
            values[f"{question.code}__note"] = write.note
        conflicts[question.code] = sides(question, write, conflict.current, signed_in_user(request))
    context = _section_context(room, here, SectionForm(here, values), conflicts)
    return render(request, "submissions/section.html", context, status=409)
