"""Roles as predicates for `rules`: may this person, today, act as ... at all (scope is checked where the row is)."""

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from rules.predicates import Predicate

from paritrana.accounts.models import Role, User
from paritrana.accounts.selectors import grants


def _holds(role: Role) -> Predicate:
    def check(user: User | AnonymousUser) -> bool:
        return grants(user, on=timezone.localdate()).has(role)

    return Predicate(check, name=f"is_{role}")


is_organiser = _holds(Role.ORGANISER)
is_secretariat = _holds(Role.SECRETARIAT)
is_verifier = _holds(Role.VERIFIER)
is_juror = _holds(Role.JUROR)
is_entrant = _holds(Role.ENTRANT)
is_auditor = _holds(Role.AUDITOR)
