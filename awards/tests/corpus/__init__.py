"""Dirty files drawn from seeds, and their way through the doors for tables."""

import pytest

for door in ("answer_door", "score_door", "upload_door"):
    pytest.register_assert_rewrite(f"{__name__}.{door}")
