"""A submission as people see it."""

from awards.selectors.submissions.claims import EarlierAnswer, RegistryFigure, earlier_answers, registry_figures
from awards.selectors.submissions.countdown import Countdown, countdown
from awards.selectors.submissions.dates import (
    Obligation,
    Step,
    extended,
    next_steps,
    own_obligations,
    submission_window,
)
from awards.selectors.submissions.eligibility import (
    AnsweredCondition,
    Eligibility,
    EligibilityState,
    eligibilities,
    eligibility,
)
from awards.selectors.submissions.people import Member, Rights, members, open_invitations, rights
from awards.selectors.submissions.sheets import (
    Editing,
    Item,
    Progress,
    SectionSheet,
    Sheet,
    current_evidence,
    editing,
    item_of,
    ready_evidence,
    sheet,
    submission_content,
    waiting_evidence,
)

__all__ = [
    "Member",
    "Rights",
    "members",
    "open_invitations",
    "rights",
    "AnsweredCondition",
    "Countdown",
    "countdown",
    "EarlierAnswer",
    "Eligibility",
    "EligibilityState",
    "eligibilities",
    "eligibility",
    "Editing",
    "Item",
    "Obligation",
    "Progress",
    "RegistryFigure",
    "SectionSheet",
    "Sheet",
    "Step",
    "current_evidence",
    "earlier_answers",
    "editing",
    "extended",
    "item_of",
    "next_steps",
    "own_obligations",
    "ready_evidence",
    "registry_figures",
    "waiting_evidence",
    "sheet",
    "submission_content",
    "submission_window",
]
