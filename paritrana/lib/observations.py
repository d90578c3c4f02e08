"""What an app hands to scoring: one value of one variable of one entrant, with where it came from."""

import datetime
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Observation:
    """`entrant` is the key in its own app (region code, ministry slug, employer id); `reference` names the row."""

    entrant: str
    variable: str
    value: Decimal | str
    source: str
    as_of: datetime.date | None
    reference: str
    is_synthetic: bool
