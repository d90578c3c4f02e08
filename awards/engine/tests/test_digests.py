from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.engine import ScaledColumn, Table
from awards.engine.digests import decimal_text, digest_of_lines, input_lines


@pytest.mark.parametrize(
    ("written", "text"),
    [("1.50", "1.5"), ("100", "100"), ("1E+2", "100"), ("-0.0", "0"), ("0", "0"), ("-0.070", "-0.07"), ("10.00", "10")],
)
def test_decimal_text_is_one_text_per_number(written, text):
    assert decimal_text(Decimal(written)) == text


def test_digest_of_lines_is_sha256_of_the_lines_and_their_ends():
    """The value of `printf 'a\\nb\\n' | sha256sum`."""
    assert digest_of_lines(["a", "b"]) == "911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2"


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1), st.integers(0, 6))
def test_input_lines_of_arrays_and_of_cells_are_the_same(scaled, places):
    ids = [str(place) for place in range(len(scaled))]
    cells = [Decimal(one).scaleb(-places) for one in scaled]
    arrays = Table(ids, {"x": ScaledColumn(np.array(scaled), places, np.zeros(len(ids), dtype=np.uint8))})

    assert list(input_lines(arrays, (), {})) == list(input_lines(Table(ids, {"x": cells}), (), {}))


def test_input_lines_tell_a_code_from_a_number_and_from_nothing():
    lines = list(
        input_lines(Table(["p", "q", "r", "s", "t"], {"x": ["01", "1.50", Decimal("1.5"), None, "a"]}), (), {})
    )

    assert lines == ["table", "p\x1fq\x1fr\x1fs\x1ft", "x", "'01\x1f1.5\x1f1.5\x1f\x1f'a", "marks"]
