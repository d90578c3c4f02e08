"""The minutes at the end of a plenary: they carry the result of the run that is applied."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.jury.services.errors import JuryError
from awards.jury.services.minutes import write_minutes
from awards.jury.services.plenary import close_plenary
from awards.jury.views.frame import leading
from awards.jury.views.plenary import plenary_of
from awards.publication.selectors.tabled import tabled_result
from awards.publication.services.keys import SigningKeyRefusedError, working_key
from paritrana.accounts.requests import signed_in_user
from paritrana.lib.signatures import public_text
from paritrana.pages.decisions import decide


@require_POST
def finish(request: HttpRequest, panel_id: int) -> HttpResponse:
    """Close the plenary and write its minutes; each later call writes minutes that say what they correct."""
    found = leading(request, panel_id)
    plenary = plenary_of(found)
    actor, now, reason = signed_in_user(request), timezone.now(), request.POST.get("reason", "")
    with decide(request, JuryError, SigningKeyRefusedError):
        key = public_text(working_key(settings.SIGNING_KEY, settings.SIGNING_KEY_FILE))
        tabled = tabled_result(found.panel.category, public_key=key)
        if plenary.closed_at is None:
            plenary = close_plenary(plenary=plenary, actor=actor, at=now)
        write_minutes(plenary=plenary, tabled=tabled, reason=reason, actor=actor, at=now)
    return redirect("admin:jury_control", panel_id)
