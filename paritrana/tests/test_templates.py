"""The gate of `make check` that keeps templates readable."""

import importlib.util
import sys
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(scope="module")
def layout():
    place = Path(settings.BASE_DIR) / ".ci" / "templates.py"
    spec = importlib.util.spec_from_file_location("template_layout", place)
    module = sys.modules["template_layout"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules["template_layout"]


def test_templates_when_checked_then_each_is_laid_out_and_named(layout, capsys):
    assert (layout.main(), capsys.readouterr().out.splitlines()) == (
        0,
        [f"Templates: {len(layout.files())}, one element a line, named for what they show."],
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('<p class="soft">Satu, {{ dua }}</p>\n', id="an element with its text"),
        pytest.param("<ul>\n  <li>Satu</li>\n  <li>Dua</li>\n</ul>\n", id="a line each"),
        pytest.param('<a\n  href="/"\n  title="a > b"\n>\n  Satu\n</a>\n', id="attributes on lines of their own"),
        pytest.param("<a>\n  <b>Satu</b\n></a>\n", id="no space before the end of the link"),
        pytest.param('<option{% if a < b %} selected{% endif %} label="<p><q>">Satu</option>\n', id="signs in a tag"),
        pytest.param("{# <p><q> #}\n<br>\n<rect/>\n", id="what has no end, and a remark"),
        pytest.param("<textarea><p><q></textarea>\n", id="text taken as it is"),
    ],
)
def test_layout_when_one_element_a_line_then_no_fault(layout, text):
    assert list(layout.layout_faults("a.html", text)) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("<p>\n  <b>Satu</b> <i>Dua</i>\n</p>\n", "a.html:2: <b> and <i> on one line", id="side by side"),
        pytest.param("<p><b>Satu</b></p>\n", "a.html:1: <p> and <b> on one line", id="one in the other"),
        pytest.param("<ul>\n  <li>\n  </li></ul>\n", "a.html:3: <li> and <ul> on one line", id="two ends"),
        pytest.param("<p>Satu<br></p>\n", "a.html:1: <p> and <br> on one line", id="without an end"),
        pytest.param("</td><td>\n", "a.html:1: <td> and <td> on one line", id="an end without its beginning"),
        pytest.param(f"<p>{'a' * 114}</p>\n", "a.html:1: 121 columns, 120 are the most", id="too long"),
        pytest.param("<p>Satu</p> \n", "a.html:1: a tab, or spaces at the end", id="space at the end"),
    ],
)
def test_layout_when_hard_to_read_then_the_line_is_named(layout, text, fault):
    assert list(layout.layout_faults("a.html", text)) == [fault]


def test_block_when_not_in_the_table_then_named(layout):
    text = "{% block title %}{% endblock %}\n{% block sisanya %}{% endblock %}\n"

    assert list(layout.block_faults("a.html", text)) == [
        "a.html: block 'sisanya' is not in the table of .ci/templates.py with what it shows"
    ]


def test_includes_when_misnamed_missing_or_unused_then_named(layout):
    texts = {
        "jury/plan.html": "".join(
            f'{{% include "{name}.html" %}}' for name in ("jury/_agenda", "jury/card", "jury/_row", "parts/gone")
        ),
        "jury/_agenda.html": "",
        "jury/_row.html": "",
        "jury/_old_marks.html": "",
        "jury/_letter.html": "",
        "jury/card.html": "",
    }

    assert list(layout.include_faults(texts, 'render_to_string("jury/_letter.html")')) == [
        "jury/card.html: included, so its name begins with _ or it lies in parts/",
        "parts/gone.html: included, but not there",
        "jury/_row.html: named for a shape, not for what it shows",
        "jury/_old_marks.html: included by no page",
    ]
