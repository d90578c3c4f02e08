"""Refusals of the engine as people read them, for tests that hold the words as well as the fact."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from awards.sentences import refusal
from paritrana.lib.problems import ProblemsError


@contextmanager
def refused(error: type[ProblemsError], words: str) -> Iterator[None]:
    """Expect a refusal whose sentences match the pattern."""
    with pytest.raises(error) as caught:
        yield
    assert re.search(words, refusal(caught.value))
