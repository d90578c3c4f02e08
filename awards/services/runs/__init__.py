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
from awards.services.runs.robustness import RobustnessRefusedError, compute_robustness, request_robustness

__all__ = [
    "ExecutionLostError",
    "NoSealedRulebookError",
    "RobustnessRefusedError",
    "RunAlreadyQueuedError",
    "RunMovedError",
    "RunRefusedError",
    "apply_run",
    "compute_robustness",
    "discard_run",
    "execute_score_run",
    "fail_run",
    "propose_run",
    "request_robustness",
]
