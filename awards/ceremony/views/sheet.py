"""The run sheet in the panel: begin it, order it, write what is known, print it."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.ceremony.forms import BeginCeremonyForm, EveningForm, ItemForm, WinnerForm, next_evening
from awards.ceremony.models import Ceremony, CeremonyWinner, RunSheet, Show
from awards.ceremony.parsing.speech import reading_seconds
from awards.ceremony.policies import prepared_ceremonies, stageable_publications
from awards.ceremony.selectors.printed import sheet_lines
from awards.ceremony.selectors.sheet import items_of, results_of, sheet_now
from awards.ceremony.selectors.signed import ResultUnusableError, usable_publications
from awards.ceremony.services.photographs import drop_photograph, set_photograph
from awards.ceremony.services.sheet import (
    CeremonyRefusedError,
    EveningTerms,
    add_item,
    approve_winner,
    begin_ceremony,
    change_evening,
    change_item,
    move_item,
    print_sheet,
    remove_item,
    renew_ceremony,
    texts_mark,
    write_winner,
)
from awards.ceremony.views.frame import note_read, read_ceremony, read_item, read_winner
from awards.publication.models import Publication
from awards.submissions.parsing.files import FileRefusedError
from paritrana.accounts.admin_access import WRITERS
from paritrana.accounts.independence import DependentError
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.pages.decisions import decide
from paritrana.pages.panel_frame import panel_page

PER_PAGE = 20
REFUSALS = (CeremonyRefusedError, DependentError, ResultUnusableError)


@never_cache
@require_safe
def ceremonies(request: HttpRequest) -> HttpResponse:
    held = request_grants(request)
    if not any(held.has(role) for role in WRITERS):
        raise Http404
    rows = prepared_ceremonies(held).order_by("-starts_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_begin": stageable_publications(held).exists()}
    return panel_page(request, "ceremony/ceremonies.html", context, title=_("Malam anugerah"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lay out an evening from this final result and the others of its edition that are ticked."""
    held = request_grants(request)
    chosen = get_object_or_404(stageable_publications(held).select_related("category__edition"), public_id=public_id)
    edition = chosen.category.edition
    reached = stageable_publications(held).filter(category__edition=edition)
    usable = usable_publications(reached.values_list("category", flat=True))
    if request.method == "POST":
        form = BeginCeremonyForm(request.POST, publications=usable)
        if form.is_valid() and (made := _begun(request, form)):
            return redirect("admin:ceremony_sheet", pk=made.pk)
    else:
        initial = {
            "title": edition.brand_label,
            "starts_at": next_evening(timezone.now()),
            "publications": [one.pk for one in usable],
        }
        form = BeginCeremonyForm(publications=usable, initial=initial)
    context = {"form": form, "edition": edition, "chosen": chosen, "usable": usable}
    return panel_page(
        request, "ceremony/begin.html", context, title=_("Susun acara"), status=422 if form.errors else 200
    )


def _begun(request: HttpRequest, form: BeginCeremonyForm) -> Ceremony | None:
    picked: list[Publication] = list(form.cleaned_data["publications"].order_by("category__code", "pk"))
    provinces = {one.category.region_code for one in picked}
    terms = EveningTerms(
        title=form.cleaned_data["title"],
        place=form.cleaned_data["place"],
        starts_at=form.cleaned_data["starts_at"],
        region_code=provinces.pop() if len(provinces) == 1 else "",
    )
    try:
        return begin_ceremony(
            edition=picked[0].category.edition,
            publications=picked,
            terms=terms,
            actor=signed_in_user(request),
            at=timezone.now(),
        )
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return None


@never_cache
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    found = read_ceremony(request, pk)
    now = sheet_now(found)
    items = {str(item.key): item for item in items_of(found)}
    rows = CeremonyWinner.objects.filter(item__ceremony=found).select_related("entry")
    winners = {(row.item_id, str(row.entry.public_id)): row for row in rows}
    lines = []
    for line in sheet_lines(now.content, now.changes):
        item = items[line.key]
        row = winners.get((item.pk, line.winner["entry"])) if line.winner else None
        lines.append({"line": line, "item": item, "row": row, "may_remove": line.winner is None and line.is_first})
    note_read(request, found, "sheet")
    context = {
        "ceremony": found,
        "now": now,
        "lines": lines,
        "count": len(items),
        "shows": Show.objects.filter(ceremony=found, closed_at=None).order_by("is_rehearsal", "pk"),
        "item_form": ItemForm(),
    }
    return panel_page(request, "ceremony/sheet.html", context, title=str(found))


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an item one up, one down, or at the place that it was dragged to."""
    item = read_item(request, pk, _number(request, "item"))
    place = {"up": item.position - 1, "down": item.position + 1}.get(request.POST.get("by", ""), 0)
    place = place or _number(request, "place")
    if place > 0:
        move_item(item=item, place=place, actor=signed_in_user(request), at=timezone.now())
    return redirect(f"{_sheet_address(pk)}#acara-{item.pk}")


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _sheet_address(pk: int) -> str:
    return redirect("admin:ceremony_sheet", pk=pk).url


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def evening(request: HttpRequest, pk: int) -> HttpResponse:
    found = read_ceremony(request, pk)
    form = EveningForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        change_evening(
            ceremony=read_ceremony(request, pk),
            values=form.cleaned_data,
            actor=signed_in_user(request),
            at=timezone.now(),
        )
        return redirect("admin:ceremony_sheet", pk=pk)
    context = {"ceremony": found, "form": form}
    status = 422 if form.errors else 200
    return panel_page(request, "ceremony/evening.html", context, title=str(found), status=status)


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    found = read_ceremony(request, pk)
    form = ItemForm(request.POST)
    with decide(request, *REFUSALS):
        if not form.is_valid():
            raise CeremonyRefusedError(_("Acara belum ditambahkan: tulis nama dan lamanya."))
        add_item(ceremony=found, values=form.cleaned_data, actor=signed_in_user(request), at=timezone.now())
    return redirect("admin:ceremony_sheet", pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item_page(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    found = read_item(request, pk, item_id)
    form = ItemForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        change_item(
            item=read_item(request, pk, item_id),
            values=form.cleaned_data,
            actor=signed_in_user(request),
            at=timezone.now(),
        )
        return redirect(f"{_sheet_address(pk)}#acara-{item_id}")
    note_read(request, found.ceremony, f"item {found.key}")
    result = results_of([found]).get(found.publication_id or 0)
    context = {
        "ceremony": found.ceremony,
        "item": found,
        "form": form,
        "prize": result and result.prize(found.prize_key),
    }
    status = 422 if form.errors else 200
    return panel_page(request, "ceremony/item.html", context, title=str(found.ceremony), status=status)


@require_POST
def remove(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    with decide(request, *REFUSALS):
        remove_item(item=read_item(request, pk, item_id), actor=signed_in_user(request), at=timezone.now())
    return redirect("admin:ceremony_sheet", pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def winner(request: HttpRequest, pk: int, winner_id: int) -> HttpResponse:
    found = read_winner(request, pk, winner_id)
    form = WinnerForm(request.POST or None, request.FILES or None, instance=found)
    if request.method == "POST" and form.is_valid() and _written(request, form, read_winner(request, pk, winner_id)):
        return redirect(f"{_sheet_address(pk)}#acara-{found.item_id}")
    note_read(request, found.item.ceremony, f"winner {found.item.key}")
    kept = read_winner(request, pk, winner_id)
    context = {
        "ceremony": found.item.ceremony,
        "winner": kept,
        "form": form,
        "mark": texts_mark(kept),
        "seconds": reading_seconds(kept.citation),
        "is_own": kept.written_by_id == signed_in_user(request).pk,
    }
    status = 422 if form.errors else 200
    return panel_page(request, "ceremony/winner.html", context, title=str(found.item.ceremony), status=status)


def _written(request: HttpRequest, form: WinnerForm, row: CeremonyWinner) -> bool:
    values: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if name != "upload"}
    actor, now = signed_in_user(request), timezone.now()
    try:
        row = write_winner(winner=row, values=values, actor=actor, at=now)
    except CeremonyRefusedError as refusal:
        form.add_error("citation", str(refusal))
        return False
    try:
        if form.cleaned_data["upload"]:
            set_photograph(winner=row, upload=form.cleaned_data["upload"], actor=actor, at=now)
        elif "without_photograph" in request.POST:
            drop_photograph(winner=row, actor=actor, at=now)
    except FileRefusedError as refusal:
        form.add_error("upload", str(refusal))
        return False
    return True


@require_POST
def approve(request: HttpRequest, pk: int, winner_id: int) -> HttpResponse:
    found = read_winner(request, pk, winner_id)
    with decide(request, *REFUSALS, done=_("Teks disetujui.")):
        approve_winner(
            winner=found, seen=request.POST.get("seen", ""), actor=signed_in_user(request), at=timezone.now()
        )
    return redirect(f"{_sheet_address(pk)}#acara-{found.item_id}")


@never_cache
@require_safe
def photograph(request: HttpRequest, pk: int, winner_id: int) -> HttpResponse:
    found = read_winner(request, pk, winner_id)
    if found.photograph is None:
        return HttpResponse(status=404)
    return HttpResponse(bytes(found.photograph.content), content_type="image/jpeg")


@require_POST
def make_version(request: HttpRequest, pk: int) -> HttpResponse:
    found = read_ceremony(request, pk)
    made: RunSheet | None = None
    with decide(request, *REFUSALS):
        made = print_sheet(ceremony=found, actor=signed_in_user(request), at=timezone.now())
    back = redirect("admin:ceremony_sheet", pk=pk)
    return redirect("admin:ceremony_print", pk=pk, number=made.number, reader="kepala-panggung") if made else back


@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    found = read_ceremony(request, pk)
    with decide(request, *REFUSALS, done=_("Susunan acara mengikuti hasil yang berlaku. Periksa urutannya.")):
        renew_ceremony(ceremony=found, actor=signed_in_user(request), at=timezone.now())
    return redirect("admin:ceremony_sheet", pk=pk)
