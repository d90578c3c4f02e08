"""Editions, their categories, the rules in readable form, and how to check a result oneself."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from awards.editions.models import Category, Edition
from awards.publication.selectors.keys import is_handed_over, signing_keys
from awards.results.selectors.editions import category_lines, edition_lines, public_rulebook
from awards.results.selectors.shown import shown_publication
from awards.rulebooks.models import Rulebook
from awards.rulebooks.parsing.questionnaire import load_questionnaire
from awards.rulebooks.selectors.labels import rulebook_title
from awards.rulebooks.selectors.past_words import history_clauses
from awards.rulebooks.selectors.words import (
    band_sentences,
    gate_clauses,
    measure_clauses,
    order_sentences,
    panel_clauses,
    rounding_sentences,
    rule_rows,
)
from awards.runs.selectors.rules import rules_of
from awards.runs.selectors.visibility import visible_runs
from awards.sentences import sentences
from paritrana.accounts.requests import request_grants
from paritrana.pages.reader import in_words, reader_language


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    return render(request, "ranking/editions.html", {"lines": edition_lines(timezone.now())})


@require_safe
def edition(request: HttpRequest, edition: str) -> HttpResponse:
    found = get_object_or_404(Edition.objects.opened(), code=edition)
    context = {"edition": found, "lines": category_lines(found, timezone.now())}
    return render(request, "ranking/edition.html", context)


@require_safe
def rulebook(request: HttpRequest, edition: str, category: str) -> HttpResponse:
    return _rulebook_page(request, _public_rulebook(edition, category))


@require_safe
def rulebook_file(request: HttpRequest, edition: str, category: str) -> HttpResponse:
    return _rulebook_file(_public_rulebook(edition, category))


@require_safe
def numbered_rulebook(request: HttpRequest, edition: str, category: str, number: int) -> HttpResponse:
    shown = shown_publication(edition, category, at=timezone.now(), number=number)
    if shown is None:
        raise Http404
    return _rulebook_page(request, shown.run.rulebook)


@login_required
@never_cache
@require_safe
def run_rulebook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    run = get_object_or_404(visible_runs(request_grants(request)), public_id=public_id)
    return _rulebook_page(request, run.rulebook)


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    keys = [(key, is_handed_over(key)) for key in signing_keys()]
    return render(request, "ranking/method.html", {"keys": keys})


def _public_rulebook(edition: str, category: str) -> Rulebook:
    found = get_object_or_404(Category.objects.select_related("edition"), edition__code=edition, code=category)
    rules = public_rulebook(found, timezone.now())
    if rules is None:
        raise Http404
    return rules


def _rulebook_page(request: HttpRequest, found: Rulebook) -> HttpResponse:
    rules, asked = rules_of(found.text), load_questionnaire(found.text, reader_language())
    context = {
        "rulebook": found,
        "category": found.category,
        "edition": found.category.edition,
        "rules": rules,
        "title": rulebook_title(rules),
        "note": in_words(rules.note, rules.note_en),
        "warnings": sentences(rules.warnings),
        "rows": rule_rows(rules, asked),
        "gates": gate_clauses(rules, asked),
        "measures": measure_clauses(rules, asked),
        "past": history_clauses(rules),
        "panels": panel_clauses(rules),
        "order": order_sentences(rules, asked),
        "rounding": rounding_sentences(rules),
        "bands": band_sentences(rules),
    }
    return render(request, "rulebooks/rulebook.html", context)


def _rulebook_file(found: Rulebook) -> HttpResponse:
    response = HttpResponse(found.text, content_type="application/toml; charset=utf-8")
    name = f"juknis-{found.category.edition.code}-{found.category.code}-v{found.version}.toml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
