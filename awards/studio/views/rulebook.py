"""A draft rulebook as a tree: weights with their sums, criteria as sentences, moves, undo, history."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.rulebooks.models import Rulebook, RulebookRevision, RulebookState
from awards.rulebooks.parsing.editing import (
    AddCriterion,
    ChangeKeys,
    CopyCriterion,
    Edit,
    EditRefusedError,
    MoveCriterion,
    RemoveCriterion,
    SpreadRest,
    neighbour_move,
)
from awards.rulebooks.parsing.outline import Branch, NoOutlineError, Outline, read_outline
from awards.rulebooks.selectors.history import head_of, revision_sentence, revisions, steps_of, text_as_seen
from awards.rulebooks.selectors.worked import CaseLine, held_cases
from awards.rulebooks.services import (
    DraftChangedError,
    NothingToUndoError,
    RulebookSealedError,
    edit_draft,
    redo_edit,
    undo_edit,
)
from awards.sentences import refusal, sentence
from awards.studio.forms.criteria import AddForm, CriterionForm, MoveForm, shown_texts
from awards.studio.forms.weights import WeightsForm, place_of
from awards.studio.selectors.drafting import branch_name, code_for, reading
from awards.studio.views.frame import may_prepare
from paritrana.accounts.admin_access import ScopedModelAdmin
from paritrana.accounts.models import Role
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.lib.problems import ProblemsError, problem
from paritrana.pages.panel_frame import panel_page
from paritrana.pages.templatetags.formats import number

UNDO, REDO = "urungkan", "ulangi"
LATEST = 5
PAGE = 30


@dataclass(frozen=True, slots=True)
class FieldClash:
    """One field that two people wrote: what the reader typed, and what stands there now."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """What a page of the draft shows besides the draft itself; forms are given where something was typed."""

    branch: Branch | None = None
    weights: WeightsForm | None = None
    form: CriterionForm | None = None
    adding: AddForm | None = None
    clashes: tuple[FieldClash, ...] = ()
    since: int | None = None


def read_rulebook(request: HttpRequest, pk: int) -> Rulebook:
    """Return a rulebook that the panel shows this person; to everybody else it does not exist."""
    panel = _panel()
    if not panel.has_view_permission(request):
        raise Http404
    found: Rulebook = get_object_or_404(panel.get_queryset(request).select_related("category__edition"), pk=pk)
    return found


def may_edit(request: HttpRequest, rulebook: Rulebook) -> bool:
    return rulebook.state == RulebookState.DRAFT and _panel().has_change_permission(request, rulebook)


def own_draft(request: HttpRequest, pk: int) -> Rulebook:
    """Return a draft that the panel lets this person change."""
    found = read_rulebook(request, pk)
    if not may_edit(request, found):
        raise Http404
    return found


@require_safe
def rulebook(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, read_rulebook(request, pk), DraftView())


@require_http_methods(["GET", "HEAD", "POST"])
def criterion(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Show one criterion in sentences; a press of the button saves what differs."""
    is_saved = request.method == "POST"
    found = own_draft(request, pk) if is_saved else read_rulebook(request, pk)
    outline = _outline_or_none(found.text)
    branch = outline.find(code) if outline else None
    if not is_saved:
        if branch is None:
            raise Http404
        return _page(request, found, DraftView(branch=branch))
    seen, base = _seen(request, found)
    before = read_outline(base).find(code)
    if before is None or branch is None:
        messages.error(request, _words(_gone()))
        return redirect("admin:studio_rulebook", pk=pk)
    kind = request.POST.get("kind", "")
    form = CriterionForm(request.POST, branch=before, text=base, outline=read_outline(base), kind=kind)
    if not form.is_valid():
        return _page(request, found, DraftView(branch=branch, form=form), status=422)
    try:
        _edit(found, ChangeKeys(form.changes()), seen, request)
    except DraftChangedError:
        now = CriterionForm(branch=branch, text=found.text, outline=read_outline(found.text), kind=kind)
        data, clashes = _merged(form, now, request, found)
        again = CriterionForm(data, branch=branch, text=found.text, outline=read_outline(found.text), kind=kind)
        return _page(request, found, DraftView(branch=branch, form=again, clashes=clashes, since=seen), status=409)
    except (ProblemsError, RulebookSealedError) as error:
        messages.error(request, _words(error))
    return redirect(_address(found, code))


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the weights that were typed, then do what the pressed button says."""
    found = own_draft(request, pk)
    seen, base = _seen(request, found)
    code = request.POST.get("kembali", "")
    name, _colon, target = request.POST.get("aksi", "").partition(":")
    form = WeightsForm(request.POST, outline=read_outline(base))
    if not form.is_valid():
        return _page(request, found, DraftView(_branch(found, code), weights=form), status=422)
    try:
        if form.changes():
            seen = _edit(found, ChangeKeys(form.changes()), seen, request).number
    except DraftChangedError:
        outline = read_outline(found.text)
        data, clashes = _merged(form, WeightsForm(outline=outline), request, found)
        shown = DraftView(_branch(found, code), WeightsForm(data, outline=outline), clashes=clashes, since=seen)
        return _page(request, found, shown, status=409)
    except (ProblemsError, RulebookSealedError) as error:
        messages.error(request, _words(error))
        return redirect(_address(found, code))
    if form.changes() and name in (UNDO, REDO):
        messages.info(request, _("Bobot yang baru diketik disimpan dahulu. Tekan lagi bila itu yang dimaksud."))
        return redirect(_address(found, code))
    if name == "tambah":
        return _added(request, found, seen, target, code)
    return _acted(request, found, seen, (name, target), code)


@require_POST
def sums(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the sums of the weights as they are typed; nothing is saved."""
    found = own_draft(request, pk)
    _number, base = _seen(request, found)
    form = WeightsForm(request.POST, outline=read_outline(base))
    return render(request, "studio/_sums.html", {"tree": form.tree()})


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    found = read_rulebook(request, pk)
    page = Paginator(revisions(found), PAGE).get_page(request.GET.get("page"))
    context = {
        "rulebook": found,
        "page": page,
        "lines": [(one, revision_sentence(one)) for one in page],
        "may_see_studio": _may_see_studio(request),
    }
    title = _("Riwayat %(rulebook)s") % {"rulebook": found}
    return panel_page(request, "studio/rulebook_history.html", context, title=title)


def _panel() -> ScopedModelAdmin:
    panel = admin.site.get_model_admin(Rulebook)
    if not isinstance(panel, ScopedModelAdmin):
        raise TypeError("the panel knows rulebooks by region")
    return panel


def _may_see_studio(request: HttpRequest) -> bool:
    return may_prepare(request) or request_grants(request).covers(Role.AUDITOR, "")


def _seen(request: HttpRequest, found: Rulebook) -> tuple[int, str]:
    """Return the state that the person looked at, with its text; one that never was is no page of ours."""
    number = request.POST.get("seen", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Http404
    text = text_as_seen(found, int(number))
    if text is None or _outline_or_none(text) is None:
        raise Http404
    return int(number), text


def _edit(found: Rulebook, edit: Edit, seen: int, request: HttpRequest) -> RulebookRevision:
    made = edit_draft(rulebook=found, edit=edit, seen=seen, actor=signed_in_user(request), at=timezone.now())
    messages.success(request, revision_sentence(made))
    return made


def _acted(request: HttpRequest, found: Rulebook, seen: int, action: tuple[str, str], code: str) -> HttpResponse:
    name, target = action
    place = ""
    try:
        if name in (UNDO, REDO):
            step = undo_edit if name == UNDO else redo_edit
            told = revision_sentence(step(rulebook=found, seen=seen, actor=signed_in_user(request), at=timezone.now()))
            done = _("Diurungkan: %(step)s") if name == UNDO else _("Diulangi: %(step)s")
            messages.success(request, done % {"step": told})
        elif name:
            edit = _edit_of(request, found, name, target)
            _edit(found, edit, seen, request)
            place = target if not isinstance(edit, RemoveCriterion) else ""
            code = "" if isinstance(edit, RemoveCriterion) else code
    except DraftChangedError as error:
        return _page(request, found, DraftView(_branch(found, code), since=error.seen), status=409)
    except (ProblemsError, NothingToUndoError, RulebookSealedError) as error:
        messages.error(request, _words(error))
    return redirect(_address(found, code, place))


def _edit_of(request: HttpRequest, found: Rulebook, name: str, target: str) -> Edit:
    outline = read_outline(found.text)
    if name in ("naik", "turun"):
        return neighbour_move(outline, target, -1 if name == "naik" else 1)
    if name == "pindah":
        branch = outline.find(target)
        form = MoveForm(request.POST, outline=outline, branch=branch) if branch else None
        if form is None or not form.is_valid():
            raise _gone()
        return MoveCriterion(target, *form.target())
    kinds: dict[str, type[CopyCriterion | RemoveCriterion | SpreadRest]] = {
        "gandakan": CopyCriterion,
        "hapus": RemoveCriterion,
        "bagikan": SpreadRest,
    }
    if name not in kinds:
        raise Http404
    return kinds[name](target)


def _added(request: HttpRequest, found: Rulebook, seen: int, parent: str, code: str) -> HttpResponse:
    form = AddForm(request.POST)
    if not form.is_valid():
        return _page(request, found, DraftView(_branch(found, code), adding=form), status=422)
    outline = read_outline(found.text)
    own = code_for(form.cleaned_data["name"], outline)
    table = form.table(own) if parent else {**form.table(own), "join": "arithmetic"}
    try:
        _edit(found, AddCriterion(parent or None, table), seen, request)
    except DraftChangedError as error:
        return _page(request, found, DraftView(_branch(found, code), adding=form, since=error.seen), status=409)
    except (ProblemsError, RulebookSealedError) as error:
        messages.error(request, _words(error))
        return redirect(_address(found, code))
    return redirect(_address(found, own if parent else ""))


def _gone() -> EditRefusedError:
    return EditRefusedError(problem("", "edit.gone"))


def _words(error: Exception) -> str:
    return (
        " ".join(map(sentence, (one.note for one in error.problems)))
        if isinstance(error, ProblemsError)
        else str(error)
    )


def _merged(
    mine: forms.Form, now: forms.Form, request: HttpRequest, found: Rulebook
) -> tuple[dict[str, str], tuple[FieldClash, ...]]:
    """Return the fields as they stand now with what was typed on top, and those that both wrote."""
    before, theirs = shown_texts(mine), shown_texts(now)
    data, clashes = dict(theirs), list[FieldClash]()
    for name in theirs:
        typed = request.POST.get(name, "").replace("\r\n", "\n")
        if name == "seen" or name not in before or typed == before[name]:
            continue
        data[name] = typed
        if theirs[name] not in (before[name], typed):
            clashes.append(FieldClash(str(now.fields[name].label or name), typed, theirs[name]))
    data["seen"] = str(steps_of(found).number)
    return data, tuple(clashes)


def _branch(found: Rulebook, code: str) -> Branch | None:
    outline = _outline_or_none(found.text)
    return outline.find(code) if outline and code else None


def _outline_or_none(text: str) -> Outline | None:
    try:
        return read_outline(text)
    except NoOutlineError:
        return None


def _address(found: Rulebook, code: str, target: str = "") -> str:
    """Return the page of the draft, or of one of its criteria, at the row that was moved."""
    outline = read_outline(found.text)
    row = outline.find(target) if target else None
    anchor = f"#baris-{place_of(row)}" if row else ""
    if code and outline.find(code):
        return reverse("admin:studio_criterion", args=[found.pk, code]) + (anchor or "#kriteria")
    return reverse("admin:studio_rulebook", args=[found.pk]) + anchor


def _page(request: HttpRequest, found: Rulebook, shown: DraftView, *, status: int = 200) -> HttpResponse:
    title = str(found)
    editable = may_edit(request, found)
    context: dict[str, object] = {
        "rulebook": found,
        "edition": found.category.edition,
        "may_edit": editable,
        "may_see_studio": _may_see_studio(request),
    }
    try:
        outline = read_outline(found.text)
    except NoOutlineError as error:
        context |= {"refusal": refusal(error)}
        return panel_page(request, "studio/rulebook.html", context, title=title, status=status)
    steps, head, read = steps_of(found), head_of(found), reading(found, outline)
    weights = shown.weights or WeightsForm(outline=outline, initial={"seen": steps.number})
    context |= {
        "weights": weights,
        "tree": weights.tree(),
        "steps": steps,
        "head": head,
        "faults": read.faults,
        "finding": _finding(outline, weights, read.faults, read.cases),
        "case_lines": read.cases,
        "gates": read.gates,
        "has_failing_cases": any(line.failures for line in read.cases),
        "cases_finding": _cases_finding(read.cases),
        "waiting_cases": _waiting_cases(found) if read.faults else [],
        "adding": shown.adding or AddForm(),
        "clashes": shown.clashes,
        "latest": [(one, revision_sentence(one)) for one in revisions(found)[:LATEST]],
        "since": _since(found, shown.since),
        "branch": shown.branch,
    }
    if shown.branch is not None:
        context |= _of_branch(request, found, outline, shown)
        context["said"] = read.said.get(shown.branch.code, ())
        context["examples"] = read.examples.get(shown.branch.code, ())
        context["own_faults"] = [one for one in read.faults if one.branch and one.branch.code == shown.branch.code]
    return panel_page(request, "studio/rulebook.html", context, title=title, status=status)


def _of_branch(request: HttpRequest, found: Rulebook, outline: Outline, shown: DraftView) -> dict[str, object]:
    branch = shown.branch
    if branch is None:
        return {}
    kind, number = request.GET.get("cara", ""), steps_of(found).number
    form = shown.form or CriterionForm(
        branch=branch, text=found.text, outline=outline, kind=kind, initial={"seen": number}
    )
    above = outline.find(branch.parent) if branch.parent is not None else None
    return {
        "form": form,
        "name": branch_name(branch),
        "above": above and branch_name(above),
        "moving": MoveForm(outline=outline, branch=branch) if above else None,
    }


def _since(found: Rulebook, number: int | None) -> list[tuple[RulebookRevision, str]]:
    if number is None:
        return []
    return [(one, revision_sentence(one)) for one in revisions(found).filter(number__gt=number)[:LATEST]]


def _waiting_cases(found: Rulebook) -> list[tuple[int, str]]:
    """Return place and name of the cases that are not worked out while the rules have faults."""
    return [(place, str(one.get("name", place))) for place, one in enumerate(held_cases(found.text), start=1)]


def _cases_finding(cases: tuple[CaseLine, ...]) -> str:
    failed = sum(bool(line.failures) for line in cases)
    if not cases:
        return _("Belum ada contoh")
    if failed:
        return _("%(failed)d dari %(count)d contoh gagal") % {"failed": failed, "count": len(cases)}
    return ngettext("%(count)d contoh sesuai", "%(count)d contoh sesuai", len(cases)) % {"count": len(cases)}


def _finding(outline: Outline, weights: WeightsForm, faults: tuple[object, ...], cases: tuple[CaseLine, ...]) -> str:
    """Return the heading: the one thing that is missing by its name, several by their number, none as what is there."""
    leaves = sum(branch.is_leaf for branch in outline.walk())
    if outline.top is None:
        return _("Belum ada kriteria")
    if not faults and any(line.failures for line in cases):
        return _cases_finding(cases)
    if not faults:
        return ngettext(
            "%(count)d kriteria membaca angka, tidak ada yang kurang",
            "%(count)d kriteria membaca angka, tidak ada yang kurang",
            leaves,
        ) % {"count": leaves}
    off = weights.sums_off()
    if len(faults) == len(off) == 1 and off[0].sum is not None:
        found = off[0].sum
        words = {"name": off[0].name, "total": number(found.total), "gap": number(abs(found.short))}
        if found.short > 0:
            return _("Bobot di bawah %(name)s berjumlah %(total)s, kurang %(gap)s") % words
        return _("Bobot di bawah %(name)s berjumlah %(total)s, lebih %(gap)s") % words
    return ngettext(
        "%(count)d hal lagi sebelum juknis ini dapat disegel",
        "%(count)d hal lagi sebelum juknis ini dapat disegel",
        len(faults),
    ) % {"count": len(faults)}
