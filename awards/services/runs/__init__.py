"""Score runs: propose, compute, apply, discard."""

from awards.services.runs.execution import ExecutionLostError, RunRefusedError, execute_score_run
from awards.services.runs.moves import (
    NoSealedRulebookError,
    RunAlreadyQueuedError,
    RunMovedError,
    apply_run,
    discard_run,
    fail_run,
    propose_run,
)

__all__ = [
    "ExecutionLostError",
    "NoSealedRulebookError",
    "RunAlreadyQueuedError",
    "RunMovedError",
    "RunRefusedError",
    "apply_run",
    "discard_run",
    "execute_score_run",
    "fail_run",
    "propose_run",
]
