"""How far an entry is on its way from the first answer to the last verdict."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormStanding(models.TextChoices):
    NONE = "none", _("belum mulai")
    DRAFT = "draft", _("draf")
    RETURNED = "returned", _("perlu klarifikasi")
    SENT = "sent", _("menunggu verifikasi")
    OBJECTED = "objected", _("ada sanggahan")
    VERIFIED = "verified", _("terverifikasi")


# Where the office has something to do.
OWING = (FormStanding.NONE, FormStanding.DRAFT, FormStanding.RETURNED)
