"""Who may verify. The queue itself is scoped by `Submission.objects.verifiable_by`."""

from paritrana.accounts.models import Role
from paritrana.accounts.selectors import Grants


def may_verify(grants: Grants) -> bool:
    return grants.has(Role.VERIFIER)
