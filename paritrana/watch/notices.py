"""The mail about an alert, in its reader's language: one when a gauge turns red, one when it is well again."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from paritrana.accounts.models import Role, User
from paritrana.accounts.selectors import grants
from paritrana.mail.services import Addressed, Letter
from paritrana.mail.wording import footer, greeting, in_language_of, site_link
from paritrana.watch.gauges import Gauge
from paritrana.watch.models import WatchReading

OWN_MAILS = "watch:"
RUNBOOKS = "docs/runbooks.md"


def alert_key(reading: WatchReading, person: User) -> str:
    return f"{OWN_MAILS}{reading.gauge}:{reading.turned_at.isoformat()}:{person.pk}"


def alert_letter(person: User, gauge: Gauge, reading: WatchReading) -> Addressed:
    with in_language_of(person):
        said, name = gauge.said(reading.figures), {"name": gauge.name}
        if reading.is_red:
            subject = _("ALARM Paritrana: %(name)s") % name
            step = _("Langkahnya ada di %(file)s, bagian «%(name)s».") % {**name, "file": RUNBOOKS}
        else:
            subject = _("Paritrana pulih: %(name)s") % name
            step = _("Tidak ada yang perlu dilakukan lagi.")
        turned = date_format(timezone.localtime(reading.turned_at), "j F Y H.i")
        since = _("Sejak %(time)s WIB.") % {"time": turned}
        desk = _("Meja Anda: %(link)s") % {"link": site_link("admin:index")}
        parts = [greeting(person.get_full_name()), f"{said} {since}", step, desk, footer()]
        return Addressed(person, Letter(subject, "\n\n".join(parts)))


def people_to_tell(at: datetime.datetime) -> list[User]:
    """Return the organisers of the whole nation."""
    on = timezone.localdate(at)
    holders = User.objects.filter(is_active=True, role_assignments__role=Role.ORGANISER).distinct().order_by("pk")
    return [person for person in holders if grants(person, on=on).covers(Role.ORGANISER, "")]
