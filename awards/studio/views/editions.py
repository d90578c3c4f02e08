"""The studio's first pages: all editions, a new one, and what of one is ready."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from awards.editions.models import EditionState
from awards.studio.forms.editions import BeginForm, year_after
from awards.studio.selectors.copying import copy_preview, renewals
from awards.studio.selectors.tasks import SetupTask, TaskPage, edition_tasks, opening_gaps
from awards.studio.services.beginning import EditionTakenError, begin_edition
from awards.studio.views.frame import may_prepare, prepared_editions, read_edition
from paritrana.accounts.requests import signed_in_user
from paritrana.pages.panel_frame import panel_page

ADDRESSES = {
    TaskPage.EDITION: "admin:awards_edition_change",
    TaskPage.CATEGORY: "admin:awards_category_change",
    TaskPage.RULEBOOK: "admin:awards_rulebook_change",
    TaskPage.RULEBOOK_TREE: "admin:studio_rulebook",
    TaskPage.TRIAL: "admin:steering_category",
    TaskPage.CALENDAR: "admin:studio_calendar",
}
LISTS = {
    TaskPage.ZONES: ("admin:awards_zone_changelist", "edition__id__exact"),
    TaskPage.CATEGORIES: ("admin:awards_category_changelist", "edition__id__exact"),
    TaskPage.RULEBOOK_NEW: ("admin:awards_rulebook_add", "category"),
    TaskPage.ENTRANTS: ("admin:awards_entry_changelist", "category__id__exact"),
    TaskPage.PANELS: ("admin:awards_panel_changelist", "category__id__exact"),
}


def address(page: TaskPage, key: int) -> str:
    """Return where a line of the list is worked on."""
    if page in ADDRESSES:
        return reverse(ADDRESSES[page], args=[key])
    name, field = LISTS[page]
    return f"{reverse(name)}?{urlencode({field: key})}"


def addressed(tasks: tuple[SetupTask, ...]) -> list[tuple[SetupTask, str]]:
    return [(task, address(task.page, task.key)) for task in tasks]


@require_safe
def studio(request: HttpRequest) -> HttpResponse:
    context = {"editions": prepared_editions(request), "may_prepare": may_prepare(request)}
    return panel_page(request, "studio/studio.html", context, title=_("Studio"))


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for the new year, show what would come along, and make it when that was seen."""
    editions = prepared_editions(request)
    if not may_prepare(request):
        raise Http404
    preview, status = None, 200
    if request.method == "POST":
        form = BeginForm(request.POST, editions=editions)
        if form.is_valid():
            year, source = form.award_year(), form.cleaned_data["source"]
            if "begin" in request.POST:
                try:
                    made = begin_edition(year=year, source=source, actor=signed_in_user(request), at=timezone.now())
                    return redirect("admin:studio_edition", pk=made.pk)
                except EditionTakenError as refusal:
                    form.add_error("code", str(refusal))
            if source is not None:
                preview = copy_preview(source, period_start=year.period.start)
        status = 422 if form.errors else 200
    else:
        form = BeginForm(editions=editions, initial=year_after(editions.first(), timezone.localdate()))
    context = {"form": form, "preview": preview}
    return panel_page(request, "studio/begin.html", context, title=_("Edisi baru"), status=status)


@require_safe
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    found = read_edition(request, pk)
    tasks = edition_tasks(found)
    is_draft = found.state == EditionState.DRAFT
    gaps = opening_gaps(tasks)
    context = {
        "edition": found,
        "is_draft": is_draft,
        "may_prepare": may_prepare(request),
        "tasks": addressed(tasks.tasks),
        "categories": [(one.category, addressed(one.tasks)) for one in tasks.categories],
        "ready_count": tasks.ready_count,
        "task_count": len(tasks.all),
        "gap_count": len(gaps),
        "renewals": [(one, address(one.page, one.key)) for one in renewals(found)] if is_draft else [],
        "finding": _finding(str(found), len(gaps)) if is_draft else str(found),
    }
    return panel_page(request, "studio/edition.html", context, title=str(found))


def _finding(name: str, count: int) -> str:
    if not count:
        return _("%(edition)s siap dibuka") % {"edition": name}
    return ngettext(
        "%(count)d hal lagi sebelum %(edition)s dapat dibuka",
        "%(count)d hal lagi sebelum %(edition)s dapat dibuka",
        count,
    ) % {"count": count, "edition": name}
