"""Turn the rows behind a value into one observation: which rows, whose figures, as of when, generated or real."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from paritrana.lib.observations import Observation


class Sourced(Protocol):
    """What every reported row says about itself."""

    pk: int
    as_of: datetime.date
    source: str
    is_synthetic: bool


def observed(
    entrant: str, variable: str, value: Decimal | int | str, rows: Sequence[Sourced], *, table: str
) -> Observation:
    """Return the observation that rests on these rows; its date is the latest of theirs."""
    return Observation(
        entrant=entrant,
        variable=variable,
        value=Decimal(value) if isinstance(value, int) else value,
        source="; ".join(sorted({row.source for row in rows})),
        as_of=max(row.as_of for row in rows),
        reference=f"{table}:{'+'.join(str(row.pk) for row in rows)}",
        is_synthetic=any(row.is_synthetic for row in rows),
    )
