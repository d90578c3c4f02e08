"""Each page at 1280 and 360 px: it answers, reads well to everybody, stays on its site and inside its frame."""

import pytest

from awards.tests.browser.pages import PAGES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_page_when_visited_at_both_widths_then_nothing_is_wrong(shown, scene, visitor):
    complaints = visitor.visit(shown.name, shown.address(scene), session=scene.sessions[shown.person])

    assert complaints.found == []
    assert complaints.status == shown.status
