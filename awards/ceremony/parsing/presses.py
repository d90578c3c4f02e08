"""The keys of the presenter: one press, one step. The log of presses is all there is of where the evening stands."""

from dataclasses import dataclass, replace

FORWARD, BACK, HOLD, BLACK, MESSAGE, JUMP = "forward", "back", "hold", "black", "message", "jump"
KEYS = (FORWARD, BACK, HOLD, BLACK, MESSAGE)


@dataclass(frozen=True, slots=True)
class StageStanding:
    """Where the evening stands. `is_fresh`: the step was reached by going forward, so that its score counts up."""

    step: int = 0
    is_held: bool = False
    is_black: bool = False
    is_message: bool = False
    is_fresh: bool = False


def pressed(standing: StageStanding, key: str, *, steps: int, target: int | None = None) -> StageStanding:
    """Return where a press leads; one that may not act leads nowhere.

    While the picture is held nothing but letting go acts. Under black or a message the place is kept: forward and back
    wait until the picture is there again. A jump is a rehearsal's own; the caller asks whether it is one.
    """
    still = replace(standing, is_fresh=False)
    if key == HOLD:
        return replace(still, is_held=not standing.is_held)
    if standing.is_held:
        return still
    if key == BLACK:
        return replace(still, is_black=not standing.is_black)
    if standing.is_black:
        return still
    if key == MESSAGE:
        return replace(still, is_message=not standing.is_message)
    if standing.is_message:
        return still
    if key == FORWARD and standing.step < steps - 1:
        return replace(still, step=standing.step + 1, is_fresh=True)
    if key == BACK and standing.step > 0:
        return replace(still, step=standing.step - 1)
    if key == JUMP and target is not None and 0 <= target < steps:
        return replace(still, step=target)
    return still
