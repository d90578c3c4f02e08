"""Editions, their categories, the rules in readable form, and how to check a result oneself."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from awards.models import Category, Edition, Rulebook
from awards.parsing.questionnaire import load_questionnaire
from awards.selectors.publication.editions import category_lines, edition_lines, public_rulebook
from awards.selectors.runs.labels import rulebook_title
from awards.selectors.runs.rule_words import (
    band_sentences,
    gate_clauses,
    measure_clauses,
    order_sentences,
    panel_clauses,
    rounding_sentences,
    rule_rows,
)
from awards.selectors.runs.rules import rules_of
from awards.selectors.runs.visibility import visible_runs
from paritrana.accounts.requests import request_grants
from paritrana.lib.signatures import public_text, signing_key


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    return render(request, "ranking/editions.html", {"lines": edition_lines(timezone.now())})


@require_safe
def edition(request: HttpRequest, edition: str) -> HttpResponse:
    found = get_object_or_404(Edition, code=edition)
    context = {"edition": found, "lines": category_lines(found, timezone.now())}
    return render(request, "ranking/edition.html", context)


@require_safe
def rulebook(request: HttpRequest, edition: str, category: str) -> HttpResponse:
    return _rulebook_page(request, _public_rulebook(edition, category))


@require_safe
def rulebook_file(request: HttpRequest, edition: str, category: str) -> HttpResponse:
    return _rulebook_file(_public_rulebook(edition, category))


@login_required
@never_cache
@require_safe
def run_rulebook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    run = get_object_or_404(visible_runs(request_grants(request)), public_id=public_id)
    return _rulebook_page(request, run.rulebook)


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    key = signing_key(settings.SIGNING_KEY, settings.SIGNING_KEY_FILE)
    return render(request, "ranking/method.html", {"public_key": public_text(key)})


def _public_rulebook(edition: str, category: str) -> Rulebook:
    found = get_object_or_404(Category.objects.select_related("edition"), edition__code=edition, code=category)
    rules = public_rulebook(found, timezone.now())
    if rules is None:
        raise Http404
    return rules


def _rulebook_page(request: HttpRequest, found: Rulebook) -> HttpResponse:
    rules, asked = rules_of(found.text), load_questionnaire(found.text)
    context = {
        "rulebook": found,
        "category": found.category,
        "edition": found.category.edition,
        "rules": rules,
        "title": rulebook_title(rules),
        "rows": rule_rows(rules, asked),
        "gates": gate_clauses(rules, asked),
        "measures": measure_clauses(rules, asked),
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
