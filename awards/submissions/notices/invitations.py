"""The invitation to an office by mail: its link stands in the mail that leaves and nowhere else."""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from awards.entries.models import Entry
from awards.news.selectors.kinds import deadline_text
from awards.submissions.models.people import Invitation
from awards.submissions.services.people import PRIVATE_LINK, Invitee, invite_colleague, mail_key
from paritrana.accounts.models import User
from paritrana.mail.private_links import marked_link
from paritrana.mail.services import Letter, Stranger, queue_stranger_mail
from paritrana.mail.wording import footer_for_strangers, greeting, named


@transaction.atomic
def invite_to_office(*, entry: Entry, invitee: Invitee, actor: User, at: datetime.datetime) -> tuple[Invitation, str]:
    """Invite to the entry's office, by mail too where there is an address; the token is shown once and kept nowhere."""
    invitation, token = invite_colleague(office=entry.office, invitee=invitee, actor=actor, at=at)
    if invitation.email:
        stranger = Stranger(
            invitation.email, settings.LANGUAGE_CODE, f"{PRIVATE_LINK}:{invitation.pk}", entry.region_code
        )
        queue_stranger_mail(
            stranger=stranger,
            letter=invitation_letter(invitation, entry),
            key=mail_key(invitation),
            send_before=invitation.expires_at,
            at=at,
        )
    return invitation, token


def invitation_letter(invitation: Invitation, entry: Entry) -> Letter:
    """Say who invites to what; nobody's language is known yet, so it is the site's own."""
    with translation.override(settings.LANGUAGE_CODE):
        values = {
            "person": named(invitation.created_by.get_full_name()),
            "entry": named(entry.name),
            "level": str(invitation.get_level_display()),
        }
        parts = [
            greeting(invitation.full_name),
            _("%(person)s mengundang Anda menjadi petugas %(entry)s di Paritrana, dengan wewenang %(level)s.") % values,
            _("Batas: %(deadline)s.")
            % {"deadline": deadline_text(invitation.expires_at, province_code=entry.province_code)},
            _("Terima undangan: %(link)s") % {"link": marked_link()},
            _(
                "Tautan ini hanya untuk Anda dan hanya berlaku satu kali; jangan teruskan surat ini. Bila Anda tidak "
                "mengenal pengundangnya, abaikan saja."
            ),
            footer_for_strangers(),
        ]
        return Letter(_("Undangan menjadi petugas %(entry)s") % values, "\n\n".join(parts))
