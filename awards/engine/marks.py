"""What one juror gave one entry on one jury criterion."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class GivenMark:
    """An absent mark is no row: it is never a zero."""

    entity: str
    juror: str
    criterion: str
    value: Decimal
