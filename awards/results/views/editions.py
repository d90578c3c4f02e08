"""Editions, their categories, the rules in readable form, and how to check a result oneself."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from awards.editions.models import Category, Edition
from awards.publication.selectors.keys import is_handed_over, signing_keys
from awards.results.selectors.editions import EditionLine, category_lines, edition_lines, public_rulebook
from awards.results.selectors.open_tables import edition_page, editions_page, keys_page, rulebook_page
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
from paritrana.pages.open_tables import OpenPage
from paritrana.pages.reader import in_words, reader_language


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    lines = edition_lines(timezone.now())
    return render(request, "ranking/editions.html", {"lines": lines, "tables": _editions_page(lines)})


def tables_of_editions(_request: HttpRequest) -> OpenPage:
    return _editions_page(edition_lines(timezone.now()))


def _editions_page(lines: Sequence[EditionLine]) -> OpenPage:
    return editions_page(lines, lambda code: reverse("edition", args=[code]))


@require_safe
def edition(request: HttpRequest, edition: str) -> HttpResponse:
    found = get_object_or_404(Edition.objects.opened(), code=edition)
    return render(request, "ranking/edition.html", {"edition": found, "tables": _edition_page(found)})


def tables_of_edition(_request: HttpRequest, edition: str) -> OpenPage:
    return _edition_page(get_object_or_404(Edition.objects.opened(), code=edition))


def _edition_page(found: Edition) -> OpenPage:
    lines = category_lines(found, timezone.now())
    return edition_page(found, lines, lambda code: reverse("ranking", args=[found.code, code]))


@require_safe
def rulebook(request: HttpRequest, edition: str, category: str) -> HttpResponse:
    return _rulebook_page(request, _public_rulebook(edition, category))


@require_safe
def rulebook_file(request: HttpRequest, edition: str, category: str) -> HttpResponse:
    return _rulebook_file(_public_rulebook(edition, category))


@require_safe
def numbered_rulebook(request: HttpRequest, edition: str, category: str, number: int) -> HttpResponse:
    return _rulebook_page(request, _public_rulebook(edition, category, number))


def tables_of_rulebook(_request: HttpRequest, edition: str, category: str, number: int | None = None) -> OpenPage:
    return _rulebook_tables(_public_rulebook(edition, category, number))


@login_required
@never_cache
@require_safe
def run_rulebook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    run = get_object_or_404(visible_runs(request_grants(request)), public_id=public_id)
    return _rulebook_page(request, run.rulebook)


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    keys = [(key, is_handed_over(key)) for key in signing_keys()]
    return render(request, "ranking/method.html", {"keys": keys, "tables": keys_page(keys)})


def tables_of_method(_request: HttpRequest) -> OpenPage:
    return keys_page([(key, is_handed_over(key)) for key in signing_keys()])


def _public_rulebook(edition: str, category: str, number: int | None = None) -> Rulebook:
    """Return the rules people may read: those of today, or those of one publication by its number."""
    if number is not None:
        shown = shown_publication(edition, category, at=timezone.now(), number=number)
        if shown is None:
            raise Http404
        return shown.run.rulebook
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
        "tables": _rulebook_tables(found),
        "gates": gate_clauses(rules, asked),
        "measures": measure_clauses(rules, asked),
        "past": history_clauses(rules),
        "panels": panel_clauses(rules),
        "order": order_sentences(rules, asked),
        "rounding": rounding_sentences(rules),
        "bands": band_sentences(rules),
    }
    return render(request, "rulebooks/rulebook.html", context)


def _rulebook_tables(found: Rulebook) -> OpenPage:
    rules, asked = rules_of(found.text), load_questionnaire(found.text, reader_language())
    return rulebook_page(found, rulebook_title(rules), rule_rows(rules, asked))


def _rulebook_file(found: Rulebook) -> HttpResponse:
    response = HttpResponse(found.text, content_type="application/toml; charset=utf-8")
    name = f"juknis-{found.category.edition.code}-{found.category.code}-v{found.version}.toml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
