"""A mark is read by its criterion's scale, the same at every door."""

from decimal import Decimal

import pytest

from awards.jury.parsing import read_mark
from awards.rulebooks.parsing.jury_sheet import load_jury_sheet
from awards.tests.factories import jury as make
from paritrana.lib.numbers_id import NumberRefusedError

STEPS = make.RULEBOOK.replace("step = 0.5", "step = 0.125")
LEVELS = make.RULEBOOK.replace("{ value = 25,", "{ value = 1.125,").replace("{ value = 0,", "{ value = 1.000,")
THOUSANDS = STEPS.replace("range = [0, 10]", "range = [0, 2000]")


def _read(text, typed, code="materi"):
    return read_mark(typed, load_jury_sheet(text).criterion(code))


@pytest.mark.parametrize(
    ("text", "code", "typed", "value"),
    [
        pytest.param(STEPS, "materi", "1.125", "1.125", id="a step of thousandths, with a point"),
        pytest.param(STEPS, "materi", "1,125", "1.125", id="a step of thousandths, with a comma"),
        pytest.param(LEVELS, "regulasi", "1.125", "1.125", id="a level of thousandths"),
        pytest.param(LEVELS, "regulasi", "1.000", "1", id="a level as the rulebook writes it"),
        pytest.param(STEPS, "materi", "7.5", "7.5", id="one decimal"),
    ],
)
def test_read_mark_when_the_criterion_has_that_mark_then_reads_it(text, code, typed, value):
    assert _read(text, typed, code) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        pytest.param(make.RULEBOOK, "1.125", id="no such step"),
        pytest.param(STEPS, "1.000", id="a thousand or one"),
        pytest.param(STEPS, "1.500", id="thousandths that say nothing"),
        pytest.param(THOUSANDS, "1.125", id="a scale with a mark of 1125 too"),
        pytest.param(STEPS, "1e1", id="an exponent"),
        pytest.param(STEPS, "99.125", id="outside the scale"),
    ],
)
def test_read_mark_when_two_readings_remain_then_refuses(text, typed):
    with pytest.raises(NumberRefusedError):
        _read(text, typed)
