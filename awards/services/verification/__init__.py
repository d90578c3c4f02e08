"""What verification decides."""

from awards.services.verification.clarifications import ClarificationRefusedError, ask_clarification
from awards.services.verification.findings import (
    NotOwnAreaError,
    Ruling,
    VerdictRefusedError,
    VerificationClosedError,
    check_officer,
    record_finding,
)
from awards.services.verification.objection_files import (
    attach_objection_file,
    begin_objection_upload,
    finish_objection_upload,
    remove_objection_file,
)
from awards.services.verification.objections import (
    ObjectionRefusedError,
    check_decider,
    dismiss_objection,
    lodge_objection,
    uphold_objection,
)
from awards.services.verification.queue import HOLDS, let_go, take_answer, take_next_answer

__all__ = [
    "HOLDS",
    "ClarificationRefusedError",
    "NotOwnAreaError",
    "ObjectionRefusedError",
    "Ruling",
    "VerdictRefusedError",
    "VerificationClosedError",
    "ask_clarification",
    "attach_objection_file",
    "begin_objection_upload",
    "finish_objection_upload",
    "remove_objection_file",
    "check_decider",
    "check_officer",
    "dismiss_objection",
    "let_go",
    "lodge_objection",
    "record_finding",
    "take_answer",
    "take_next_answer",
    "uphold_objection",
]
