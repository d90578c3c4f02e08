"""What is done with a submission."""

from awards.services.submissions.answers import (
    Conflict,
    StaleAnswerError,
    SubmissionClosedError,
    UnknownQuestionError,
    Write,
    locked_submission,
    questionnaire_for,
    save_answer,
    save_answers,
)
from awards.services.submissions.evidence import (
    CHUNK,
    EvidenceRefusedError,
    UploadOffsetError,
    append_piece,
    attach_file,
    begin_upload,
    checked_file,
    cite_page,
    finish_upload,
    remove_evidence,
    store_evidence,
)
from awards.services.submissions.moves import (
    IncompleteSubmissionError,
    return_submission,
    send_submission,
    start_submission,
    take_back_submission,
)
from awards.services.submissions.presence import Visitor, note_presence

__all__ = [
    "CHUNK",
    "EvidenceRefusedError",
    "UploadOffsetError",
    "append_piece",
    "attach_file",
    "begin_upload",
    "checked_file",
    "cite_page",
    "finish_upload",
    "remove_evidence",
    "store_evidence",
    "Conflict",
    "IncompleteSubmissionError",
    "StaleAnswerError",
    "SubmissionClosedError",
    "UnknownQuestionError",
    "Visitor",
    "Write",
    "locked_submission",
    "note_presence",
    "questionnaire_for",
    "return_submission",
    "save_answer",
    "save_answers",
    "send_submission",
    "start_submission",
    "take_back_submission",
]
