"""Gates and cases of a draft as sentences with choices: a press of a row's button gives a page, one button saves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.rulebooks.models import Rulebook
from awards.rulebooks.parsing.condition_editing import ConditionEdit, RemoveGate, WriteCases, WriteGate
from awards.rulebooks.parsing.editing import fresh_code
from awards.rulebooks.parsing.outline import Branch, NoOutlineError, Outline, read_outline
from awards.rulebooks.parsing.typed_conditions import DEEPEST, Part, TypedRow, acted, depth_of, followed, part_of
from awards.rulebooks.selectors.history import revision_sentence, steps_of
from awards.rulebooks.services import DraftChangedError, RulebookSealedError, edit_draft
from awards.sentences import refusal
from awards.studio.forms.conditions import (
    COMPARATOR_WORDS,
    LOGIC_WORDS,
    ConditionRow,
    condition_figures,
    condition_rows,
    condition_table,
    shown_limit,
    typed_part,
    with_held,
)
from awards.studio.forms.gates import CaseNameForm, GateForm, OtherwiseForm, gate_part
from awards.studio.selectors.drafting import Grouped, branch_name
from awards.studio.views.rulebook import may_edit, own_draft, read_rulebook
from paritrana.accounts.requests import signed_in_user
from paritrana.lib.problems import ProblemsError
from paritrana.lib.toml_text import parse_toml
from paritrana.pages.panel_frame import panel_page

SAVE, REMOVE = "simpan", "hapus-semua"
GATE = "s"
MOST_CASES = 20


@dataclass(frozen=True, slots=True)
class Press:
    """A button of a row: what it does, in which condition, to which part."""

    action: str = ""
    name: str = ""
    path: str = ""

    def on(self, name: str, part: Part) -> tuple[Part, str]:
        """Return a condition after the press, and the field to go to; other conditions stay as they are."""
        if self.name != name or not self.action:
            return part, ""
        after = acted(part, self.action, self.path)
        path = followed(self.path, self.action, after) if after != part else self.path
        return after, f"{name}.{path}" if path else name


@dataclass(frozen=True, slots=True)
class TypedCase:
    """One case on the page."""

    name: str
    form: CaseNameForm
    part: Part
    rows: list[ConditionRow]


@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: HttpRequest, pk: int, code: str = "") -> HttpResponse:
    """Show one gate, or an empty one; saving writes it into the text."""
    found, outline = _draft(request, pk)
    held: dict[str, Any] | None = {}
    if code:
        held = next((one for one in _gates(found.text) if one.get("code") == code), None)
    if held is None:
        raise Http404
    figures = condition_figures(found.text, outline)
    part = typed_part(request.POST, GATE) if request.method == "POST" else gate_part(held)
    if depth_of(gate_part(held)) > DEEPEST:
        return _as_text(request, found)
    pressed, errors, status, focus = _pressed(request), dict[str, str](), 200, ""
    given, initial = _given(request, pressed, tuple(GateForm.base_fields))
    form = GateForm(given, held=held, initial={"seen": steps_of(found).number, **initial})
    if request.method == "POST" and pressed.action == REMOVE and code:
        return _saved(request, found, RemoveGate(code)) or redirect(request.path)
    if request.method == "POST" and pressed.action == SAVE:
        table, errors = condition_table(part, _known(figures, [gate_part(held)]))
        if form.is_valid() and not errors:
            own = code or fresh_code(
                slugify(form.cleaned_data["name"]).replace("-", "_")[:40] or "syarat",
                {str(one.get("code")) for one in _gates(found.text)},
            )
            answer = _saved(request, found, WriteGate(own, form.table(table)))
            if answer is not None:
                return answer
        status = 409 if form.is_valid() and not errors else 422
        if status == 409:
            seen_again(form, found)
    else:
        part, focus = pressed.on(GATE, part)
    context = {
        "rulebook": found,
        "form": form,
        "code": code,
        "rows": condition_rows(part, GATE, figures, errors),
        "focus": focus,
        **_words(),
    }
    title = str(held.get("name", "")) or _("Syarat baru")
    return panel_page(request, "studio/gate.html", context, title=title, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def cases(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Show a criterion by its cases, best first; one that is scored otherwise begins with an empty case."""
    found, outline = _draft(request, pk)
    branch = outline.find(code)
    if branch is None or not branch.is_leaf:
        raise Http404
    held = _held_cases(branch)
    if any(depth_of(part_of(one.get("when", {}), shown_limit)) > DEEPEST for one in held):
        return _as_text(request, found)
    figures = condition_figures(found.text, outline)
    pressed = _pressed(request)
    typed, focus = _typed_cases(request, held, pressed)
    rule = branch.table.get("normalise")
    otherwise = rule.get("otherwise", 0) if isinstance(rule, Mapping) else 0
    given, initial = _given(request, pressed, ("seen", "otherwise"))
    last = OtherwiseForm(given, held=otherwise, initial={"seen": steps_of(found).number, **initial})
    errors, status = dict[str, dict[str, str]](), 200
    if request.method == "POST" and pressed.action == SAVE:
        tables = []
        known = _known(figures, [part_of(one.get("when", {}), shown_limit) for one in held])
        for name, form, part in typed:
            table, errors[name] = condition_table(part, known)
            if form.is_valid():
                tables.append(form.table(table))
        is_sound = last.is_valid() and len(tables) == len(typed) and not any(errors.values())
        if is_sound:
            whole = {"kind": "cases", "otherwise": last.cleaned_data["otherwise"], "cases": tables}
            answer = _saved(request, found, WriteCases(code, whole), _criterion(found, code))
            if answer is not None:
                return answer
        status = 409 if is_sound else 422
        if is_sound:
            seen_again(last, found)
    shown = [
        TypedCase(name, form, part, condition_rows(part, name, figures, errors.get(name, {})))
        for name, form, part in typed
    ]
    context = {
        "rulebook": found,
        "branch": branch,
        "branch_name": branch_name(branch),
        "cases": shown,
        "last": last,
        "focus": focus,
        "may_add": len(shown) < MOST_CASES,
        **_words(),
    }
    return panel_page(request, "studio/cases.html", context, title=branch_name(branch), status=status)


def _draft(request: HttpRequest, pk: int) -> tuple[Rulebook, Outline]:
    found = own_draft(request, pk) if request.method == "POST" else read_rulebook(request, pk)
    if not may_edit(request, found):
        raise Http404
    try:
        return found, read_outline(found.text)
    except NoOutlineError as error:
        raise Http404 from error


def _gates(text: str) -> list[dict[str, Any]]:
    listed = parse_toml(text).get("gates", [])
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _held_cases(branch: Branch) -> list[dict[str, Any]]:
    rule = branch.table.get("normalise")
    listed = rule.get("cases") if isinstance(rule, Mapping) and rule.get("kind") == "cases" else None
    found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return found or [dict[str, Any]()]


def _pressed(request: HttpRequest) -> Press:
    action, _colon, rest = request.POST.get("aksi", SAVE).partition(":")
    name, _colon, path = rest.partition(":")
    return Press(action, name, path)


def _given(
    request: HttpRequest, pressed: Press, names: tuple[str, ...], prefix: str = ""
) -> tuple[QueryDict | None, dict[str, str]]:
    """Return what a form is bound to when it is saved; after another press what was typed is shown, not yet checked."""
    if request.method != "POST" or pressed.action == SAVE:
        return (request.POST if request.method == "POST" else None), {}
    typed = {name: request.POST.get(f"{prefix}{name}") for name in names}
    return None, {name: value for name, value in typed.items() if value is not None}


def seen_again(form: forms.Form, found: Rulebook) -> None:
    """Let a form that came too late be sent once more as it is: whoever sends it has read why."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["seen"] = str(steps_of(found).number)
    form.data = data


def _typed_cases(
    request: HttpRequest, held: list[dict[str, Any]], pressed: Press
) -> tuple[list[tuple[str, CaseNameForm, Part]], str]:
    """Return the cases of the page in their order, after a press, and the field to go to."""
    if request.method != "POST":
        tables = list(enumerate(held))
        return [
            (f"k{place}", CaseNameForm(held=one, prefix=f"k{place}"), part_of(one.get("when", {}), shown_limit))
            for place, one in tables
        ], ""
    names = [name for name in request.POST.getlist("keadaan") if name[:1] == "k" and name[1:].isdecimal()]
    names = list(dict.fromkeys(names))[:MOST_CASES]
    if pressed.action == "tambah-keadaan" and len(names) < MOST_CASES:
        names.append(f"k{max((int(name[1:]) for name in names), default=-1) + 1}")
    if pressed.action == "hapus-keadaan" and len(names) > 1:
        names = [name for name in names if name != pressed.name]
    if pressed.action in ("naik-keadaan", "turun-keadaan") and pressed.name in names:
        place = names.index(pressed.name)
        other = place + (-1 if pressed.action == "naik-keadaan" else 1)
        if 0 <= other < len(names):
            names[place], names[other] = names[other], names[place]
    found, focus = [], ""
    for name in names:
        is_new = f"{name}-name" not in request.POST
        given, initial = _given(request, pressed, ("name", "name_en", "points"), f"{name}-")
        form = CaseNameForm(None if is_new else given, held={}, prefix=name, initial=initial)
        part: Part = TypedRow() if is_new else typed_part(request.POST, name)
        part, own = pressed.on(name, part)
        focus = own or focus
        found.append((name, form, part))
    return found, focus


def _known(figures: Grouped, held: list[Part]) -> frozenset[str]:
    """Return the figures that may be chosen: those that are offered, and those that the draft names already."""
    groups = [group for part in held for group in with_held(figures, part)] or figures
    return frozenset(value for _group, choices in groups for value, _label in choices)


def _words() -> dict[str, object]:
    return {"comparators": COMPARATOR_WORDS, "logics": LOGIC_WORDS}


def _saved(request: HttpRequest, found: Rulebook, edit: ConditionEdit, address: str = "") -> HttpResponse | None:
    """Make the edit; None where it was refused, with the reason among the messages."""
    seen = request.POST.get("seen", "")
    if not (seen.isascii() and seen.isdecimal() and len(seen) < 10):
        raise Http404
    try:
        made = edit_draft(rulebook=found, edit=edit, seen=int(seen), actor=signed_in_user(request), at=timezone.now())
    except DraftChangedError as error:
        again = _("Yang Anda tulis masih ada pada isiannya. Simpan sekali lagi bila itu yang berlaku.")
        messages.error(request, f"{error} {again}")
        found.refresh_from_db()
        return None
    except ProblemsError as error:
        messages.error(request, refusal(error))
        return None
    except RulebookSealedError as error:
        messages.error(request, str(error))
        return redirect(_address(found))
    messages.success(request, revision_sentence(made))
    return redirect(address or _address(found))


def _as_text(request: HttpRequest, found: Rulebook) -> HttpResponse:
    messages.info(request, _("Syarat ini bersarang terlalu dalam untuk kalimat. Ubah lewat «Lihat sebagai teks»."))
    return redirect(reverse("admin:awards_rulebook_change", args=[found.pk]))


def _address(found: Rulebook) -> str:
    return reverse("admin:studio_rulebook", args=[found.pk]) + "#syarat"


def _criterion(found: Rulebook, code: str) -> str:
    return reverse("admin:studio_criterion", args=[found.pk, code]) + "#kriteria"
