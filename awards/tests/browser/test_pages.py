"""Each page at 1280 and 360 px: it answers, reads well to everybody, stays on its site and inside its frame."""

from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.admin.utils import quote
from django.test import RequestFactory
from django.urls import resolve, reverse

from awards.tests.browser.elsewhere import names, reasons
from awards.tests.browser.pages import PAGES
from awards.tests.browser.visits import DESK, PHONE, Complaints

# Once: the other database answers with the same pages, as the tests of the views show there.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

# The narrow page is where things break; every night it is looked at wide as well.
AT_WIDTHS = [pytest.param((PHONE,), id="phone"), pytest.param((DESK,), id="desk", marks=pytest.mark.deep)]
SHAPED = frozenset({"accounts.User", "awards.Category", "awards.Edition", "awards.Panel", "awards.Rulebook"})


def test_addresses_when_counted_then_each_is_visited_or_has_a_reason_not_to_be(scene):
    visited = {resolve(urlsplit(shown.address(scene)).path).view_name for shown in PAGES if shown.status == 200}
    every, excused = set(names()), set(reasons())

    assert every - visited - excused == set(), "add these to pages.py, or to elsewhere.py with a reason"
    assert excused - every == set(), "these addresses are gone: remove them from elsewhere.py"
    assert excused & visited == set(), "these are visited: remove them from elsewhere.py"


def test_visit_when_a_page_is_bad_then_complains(visitor):
    complaints = Complaints()
    page = visitor.context("").new_page()
    page.set_content('<html><body><img src="data:," style="width: 3000px"></body></html>')
    page.evaluate(visitor.axe.axe_script)

    visitor._look(page, 1280, complaints)

    page.close()
    assert [found.split(" ×")[0] for found in complaints.found] == [
        "1280 px: the page is 3008 px wide",
        "1280 px: axe document-title",
        "1280 px: axe html-has-lang",
        "1280 px: axe image-alt",
    ]


def test_shaped_forms_when_looked_up_then_the_panel_has_them():
    assert {model._meta.label for model in admin.site._registry} >= SHAPED


@pytest.mark.parametrize("widths", AT_WIDTHS)
@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_page_when_visited_then_nothing_is_wrong(shown, widths, scene, visitor):
    complaints = visitor.visit(shown.name, shown.address(scene), session=scene.sessions[shown.person], widths=widths)

    assert complaints.found == []
    assert complaints.status == shown.status


def _panel_models():
    """All of the panel; in every change those whose forms we shaped ourselves, for the others are of one make."""
    for model in sorted(admin.site._registry, key=lambda model: model._meta.label):
        yield pytest.param(model, id=str(model), marks=() if model._meta.label in SHAPED else pytest.mark.deep)


@pytest.mark.parametrize("widths", AT_WIDTHS)
@pytest.mark.parametrize("model", list(_panel_models()))
def test_admin_when_its_list_form_and_row_are_visited_then_nothing_is_wrong(model, widths, scene, visitor):
    organiser = scene.people["panitia"]
    if not admin.site._registry[model].has_view_permission(_request(organiser)):
        assert visitor.answer(reverse(admin_urlname(model._meta, "changelist")), scene.sessions["panitia"]) == 403
        return
    names = [reverse(admin_urlname(model._meta, "changelist"))]
    if admin.site._registry[model].has_add_permission(_request(organiser)):
        names.append(reverse(admin_urlname(model._meta, "add")))
    row = model._default_manager.order_by("-pk").first()
    if row is not None and admin.site._registry[model].has_view_permission(_request(organiser), row):
        names.append(reverse(admin_urlname(model._meta, "change"), args=[quote(row.pk)]))

    complaints = {
        path: visitor.visit(f"admin{path.replace('/', '-')}", path, session=scene.sessions["panitia"], widths=widths)
        for path in names
    }

    assert {path: (found.status, found.found) for path, found in complaints.items()} == dict.fromkeys(names, (200, []))


def _request(user):
    request = RequestFactory().get("/panel/")
    request.user = user
    return request
