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
from awards.services.runs.what_if import (
    NothingToTryError,
    WhatIfRefusedError,
    compute_what_if,
    delete_what_if,
    open_what_if,
    revise_what_if,
)

__all__ = [
    "ExecutionLostError",
    "NoSealedRulebookError",
    "NothingToTryError",
    "RobustnessRefusedError",
    "RunAlreadyQueuedError",
    "RunMovedError",
    "RunRefusedError",
    "WhatIfRefusedError",
    "apply_run",
    "compute_robustness",
    "compute_what_if",
    "delete_what_if",
    "discard_run",
    "execute_score_run",
    "fail_run",
    "open_what_if",
    "propose_run",
    "request_robustness",
    "revise_what_if",
]
