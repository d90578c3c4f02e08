"""One case of a draft rulebook: written, changed and taken out as a sentence with choices."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.rulebooks.models import Rulebook
from awards.rulebooks.parsing.case_editing import AddCase, CaseEdit, ChangeCase, RemoveCase
from awards.rulebooks.selectors.history import revision_sentence, steps_of
from awards.rulebooks.selectors.worked import case_terms, held_cases
from awards.rulebooks.services import DraftChangedError, RulebookSealedError, edit_draft
from awards.sentences import refusal
from awards.studio.forms.cases import CaseForm
from awards.studio.views.conditions import seen_again
from awards.studio.views.rulebook import may_edit, own_draft, read_rulebook
from paritrana.accounts.requests import signed_in_user
from paritrana.lib.problems import ProblemsError
from paritrana.pages.panel_frame import panel_page


@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: HttpRequest, pk: int) -> HttpResponse:
    return _case(request, pk, {})


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Show a case by its place in the text; what is sent back names it, for places move."""
    found = own_draft(request, pk) if request.method == "POST" else read_rulebook(request, pk)
    listed = _held(found)
    was = request.POST.get("was", "")
    held = next((one for one in listed if was and one.get("name") == was), None)
    if held is None and not was and 1 <= place <= len(listed):
        held = listed[place - 1]
    if held is None:
        if request.method == "POST":
            messages.error(request, _("Contoh itu sudah tidak ada. Tidak ada yang berubah."))
            return redirect(_address(found))
        raise Http404
    return _case(request, pk, held)


def _case(request: HttpRequest, pk: int, held: Mapping[str, Any]) -> HttpResponse:
    found = own_draft(request, pk) if request.method == "POST" else read_rulebook(request, pk)
    if not may_edit(request, found):
        raise Http404
    terms = case_terms(found.text)
    if terms is None:
        messages.error(request, _("Perbaiki dahulu yang kurang pada juknis ini, lalu tulis contohnya."))
        return redirect(_address(found))
    name = str(held.get("name", ""))
    if request.method == "POST" and "hapus" in request.POST and name:
        return _saved(request, found, RemoveCase(name)) or redirect(_address(found))
    names = {str(one.get("name", "")) for one in _held(found)}
    given = request.POST if request.method == "POST" else None
    form = CaseForm(given, terms=terms, held=held, names=names, initial={"seen": steps_of(found).number})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            edit: CaseEdit = ChangeCase(name, form.table()) if name else AddCase(form.table())
            answer = _saved(request, found, edit)
            if answer is not None:
                return answer
            seen_again(form, found)
            status = 409
        else:
            status = 422
    title = name or _("Contoh baru")
    context = {"rulebook": found, "form": form, "name": name, "steps": steps_of(found)}
    return panel_page(request, "studio/case.html", context, title=title, status=status)


def _saved(request: HttpRequest, found: Rulebook, edit: CaseEdit) -> HttpResponse | None:
    """Make the edit; None where it was refused, with the reason among the messages."""
    seen = request.POST.get("seen", "")
    if not (seen.isascii() and seen.isdecimal() and len(seen) < 10):
        raise Http404
    try:
        made = edit_draft(rulebook=found, edit=edit, seen=int(seen), actor=signed_in_user(request), at=timezone.now())
    except DraftChangedError as error:
        again = _("Yang Anda tulis masih ada pada isiannya. Simpan sekali lagi bila itu yang berlaku.")
        messages.error(request, f"{error} {again}")
        return None
    except ProblemsError as error:
        messages.error(request, refusal(error))
        return None
    except RulebookSealedError as error:
        messages.error(request, str(error))
        return redirect(_address(found))
    messages.success(request, revision_sentence(made))
    return redirect(_address(found))


def _held(found: Rulebook) -> list[dict[str, Any]]:
    try:
        return held_cases(found.text)
    except (ValueError, RecursionError):
        return []


def _address(found: Rulebook) -> str:
    return reverse("admin:studio_rulebook", args=[found.pk]) + "#contoh"
