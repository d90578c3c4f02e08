"""How a panel's marks become one value per entry; chosen before marks are opened."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from awards.engine.panel.errors import PanelRuleError
from paritrana.lib.problems import problem


class PanelMethod(StrEnum):
    MEAN = "mean"
    MEDIAN = "median"
    TRIMMED_MEAN = "trimmed_mean"
    TRIMMED_SUM = "trimmed_sum"
    LENIENCY = "leniency"


_TRIMMED = (PanelMethod.TRIMMED_MEAN, PanelMethod.TRIMMED_SUM)


@dataclass(frozen=True, slots=True)
class PanelRule:
    """`trimmed_sum` without drops is the plain sum; the last four fields concern `leniency` only.

    `cap` limits how far an adjusted mark may lie from the raw mean, in mark points. A juror needs
    `minimum_juror_marks` marks, and two jurors are linked when they share `minimum_shared` entries; a part of
    the panel in which every juror marked every entry needs neither, for there the adjustment is nil.
    """

    method: PanelMethod = PanelMethod.MEAN
    drop_high: int = 0
    drop_low: int = 0
    minimum_marks: int = 1
    ridge: Decimal = Decimal(0)
    cap: Decimal | None = None
    minimum_juror_marks: int = 5
    minimum_shared: int = 1

    def __post_init__(self) -> None:
        for field in ("drop_high", "drop_low"):
            if getattr(self, field) < 0:
                raise PanelRuleError(problem(field, "rulebook.panel-drops-negative"))
        for field in ("minimum_marks", "minimum_juror_marks", "minimum_shared"):
            if getattr(self, field) < 1:
                raise PanelRuleError(problem(field, "rulebook.panel-minimum"))
        if self.dropped and self.method not in _TRIMMED:
            field = "drop_high" if self.drop_high else "drop_low"
            raise PanelRuleError(problem(field, "rulebook.panel-drops-untrimmed"))
        self._check_leniency()

    def _check_leniency(self) -> None:
        if not self.ridge.is_finite() or self.ridge < 0:
            raise PanelRuleError(problem("ridge", "rulebook.panel-ridge"))
        if self.cap is not None and not (self.cap.is_finite() and self.cap >= 0):
            raise PanelRuleError(problem("cap", "rulebook.panel-cap"))
        if self.method is not PanelMethod.LENIENCY and (self.ridge or self.cap is not None):
            raise PanelRuleError(problem("ridge" if self.ridge else "cap", "rulebook.panel-leniency-only"))

    @property
    def dropped(self) -> int:
        return self.drop_high + self.drop_low
