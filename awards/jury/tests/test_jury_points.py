"""The chair's figure is the rulebook's, and the confirmation page adds up."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse

from awards.jury.selectors.matrix import matrix
from awards.jury.selectors.scoring import scoring_screen
from awards.jury.selectors.sheets import jury_sheet
from awards.tests.factories import jury as make

pytestmark = pytest.mark.django_db

TRIMMED = make.RULEBOOK.replace('method = "mean"', 'method = "trimmed_mean"\ndrop_high = 1\ndrop_low = 1')


def _marked(text, values):
    panel = make.panel(make.category(text=text))
    (entry,) = make.entries(panel.category, 1)
    for value in values:
        seat = make.seat(panel)
        make.declare_free(seat, [entry])
        make.confirmed_card(seat, entry, materi=value)
    return panel, entry


@pytest.mark.parametrize(
    ("text", "values", "of_materi", "of_all", "said"),
    [
        pytest.param(make.RULEBOOK, ["2", "8", "9"], "6.33", "56.33", "rata-rata", id="mean"),
        pytest.param(
            TRIMMED,
            ["2", "8", "9"],
            "8.00",
            "58.00",
            "rata-rata tanpa 1 nilai tertinggi dan 1 terendah",
            id="trimmed",
        ),
        pytest.param(
            TRIMMED, ["2", "8"], None, None, "rata-rata tanpa 1 nilai tertinggi dan 1 terendah", id="too few to trim"
        ),
    ],
)
def test_matrix_then_the_mean_is_the_rulebooks_and_says_so(text, values, of_materi, of_all, said):
    panel, entry = _marked(text, values)
    criterion = jury_sheet(panel.category).criterion("materi")

    chosen = matrix(panel, frozenset({entry.pk}), criterion=criterion)
    whole = matrix(panel, frozenset({entry.pk}))

    assert [layout.rows[0].mean for layout in (chosen, whole)] == [
        None if figure is None else Decimal(figure) for figure in (of_materi, of_all)
    ]
    assert (chosen.rules, whole.rules) == ((said,), (said,))


def test_matrix_when_nothing_is_open_to_the_reader_then_no_figure(people):
    panel, _entry = _marked(make.RULEBOOK, ["2", "8"])

    layout = matrix(panel, frozenset())

    assert (layout.rows[0].mean, layout.rules) == (None, ())


def test_confirmation_then_shows_mark_level_points_and_their_sum(client):
    panel, entry = _marked(make.RULEBOOK, ["8.5"])
    seat = panel.jurors.get()
    client.force_login(seat.user)

    screen = scoring_screen(seat, entry)
    page = client.get(reverse("admin:jury_confirm", args=[panel.pk, entry.public_id])).content.decode()

    assert [line.points for line in screen.lines] == [Decimal("8.50"), Decimal("50.00")]
    assert (screen.printed_points, screen.total) == (Decimal("58.50"), Decimal("58.50"))
    assert Fraction(screen.total) == Fraction(17, 2) + 50
    assert "Perbup/Perwali" in page
    assert "58,50" in page
    assert "Poin yang tercetak berjumlah" not in page
