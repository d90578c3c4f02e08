"""Who may ask what of the jury's stage."""

import datetime
from dataclasses import dataclass

from awards.jury.models.panels import Juror, Panel
from awards.jury.selectors.seats import seat_in
from paritrana.accounts.models import Role, User
from paritrana.accounts.selectors import Grants


@dataclass(frozen=True, slots=True)
class PanelStanding:
    """What a person is to one panel.

    Whoever sits in the panel is a juror there and nothing else: an organiser with a seat sees what a juror sees. An
    onlooker sees what the juror of `seat` sees, but neither drafts nor private notes, and writes nothing.
    """

    seat: Juror | None
    is_secretariat: bool
    is_auditor: bool
    is_onlooker: bool = False

    @property
    def is_chair(self) -> bool:
        return self.seat is not None and self.seat.is_chair

    @property
    def may_watch(self) -> bool:
        """See the state of every card."""
        return self.is_chair or self.is_secretariat or self.is_auditor

    @property
    def may_lead(self) -> bool:
        """Decide about cards, discrepancies and the plenary."""
        return self.is_chair or self.is_secretariat

    @property
    def sees_all_marks(self) -> bool:
        """See marks without a card of one's own."""
        return self.seat is None and (self.is_secretariat or self.is_auditor)


def standing_in(panel: Panel, user: User, held: Grants, *, on: datetime.date) -> PanelStanding:
    seat = seat_in(panel, user, on=on)
    ever_seated = seat is not None or Juror.objects.filter(panel=panel, user=user).exists()
    region_code = panel.category.region_code
    reaches = held.covers(Role.ORGANISER, region_code) or held.covers(Role.SECRETARIAT, region_code)
    return PanelStanding(
        seat=seat,
        is_secretariat=reaches and not ever_seated,
        is_auditor=held.covers(Role.AUDITOR, region_code) and not ever_seated,
    )
