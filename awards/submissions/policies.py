"""Who may do what with a submission. Rows are fetched through `visible_to`; these tell buttons and moves."""

from awards.submissions.models.answers import Submission
from paritrana.accounts.models import Role
from paritrana.accounts.selectors import Grants

LIST_ROLES = (Role.ENTRANT, Role.ORGANISER, Role.SECRETARIAT, Role.AUDITOR)


def may_list_submissions(grants: Grants) -> bool:
    return any(grants.has(role) for role in LIST_ROLES)


def may_return_submission(grants: Grants, submission: Submission) -> bool:
    """Organisers, and the secretariat of the contest's own province; never for the own office."""
    if submission.entry.office in grants.offices:
        return False
    region = submission.entry.region_code
    if grants.covers(Role.ORGANISER, region):
        return True
    category = submission.entry.category
    return category.province_id is not None and grants.covers(Role.SECRETARIAT, category.province_id)
