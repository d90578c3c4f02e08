"""When and how often the people of an office are reminded of a form that is not in yet."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.editions.models import Category

LONGEST = 60


def usual_days() -> list[int]:
    return [14, 7, 3, 1]


def check_days(days: object) -> None:
    """Accept falling whole days before the deadline, from 60 down to 0."""
    whole = [day for day in days if type(day) is int and 0 <= day <= LONGEST] if isinstance(days, list) else []
    if not whole or whole != days or whole != sorted(set(whole), reverse=True):
        raise ValidationError(
            gettext("Tulis hari sebelum batas dari yang terjauh, misalnya [14, 7, 3, 1]; paling jauh 60.")
        )


class ReminderRule(models.Model):
    """A category's reminders; without one nobody is reminded. Hours are those of the entrant's own region."""

    category = models.OneToOneField(
        Category, on_delete=models.CASCADE, related_name="reminder_rule", verbose_name=_("kategori")
    )
    is_active = models.BooleanField(_("mengirim pengingat"), default=True)
    days_before = models.JSONField(_("hari sebelum batas"), default=usual_days, validators=[check_days])
    max_count = models.PositiveSmallIntegerField(_("paling banyak per orang"), default=4)
    min_gap_hours = models.PositiveSmallIntegerField(_("jeda terpendek (jam)"), default=20)
    quiet_from = models.TimeField(_("jam tenang mulai"), default=datetime.time(19))
    quiet_until = models.TimeField(_("jam tenang sampai"), default=datetime.time(7))

    class Meta:
        verbose_name = _("aturan pengingat")
        verbose_name_plural = _("aturan pengingat")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(max_count__gte=1, max_count__lte=20),
                name="reminders_are_few",
                violation_error_code="max_count",
                violation_error_message=_("Jumlah pengingat harus antara 1 dan 20. Tulis angka di antaranya."),
            )
        ]

    def __str__(self) -> str:
        return str(self.category)

    @property
    def min_gap(self) -> datetime.timedelta:
        return datetime.timedelta(hours=self.min_gap_hours)

    def is_quiet(self, local: datetime.time) -> bool:
        """Tell whether nobody is disturbed at that hour; the quiet time may run over midnight."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= local < self.quiet_until
        return local >= self.quiet_from or local < self.quiet_until


class Reminder(models.Model):
    """What one person has been reminded of in one category: how often, and when last."""

    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, related_name="reminders", verbose_name=_("kategori")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders", verbose_name=_("orang")
    )
    count = models.PositiveSmallIntegerField(_("banyaknya"), default=0)
    last_at = models.DateTimeField(_("terakhir"), null=True, blank=True)

    class Meta:
        verbose_name = _("pengingat")
        verbose_name_plural = _("pengingat")
        constraints = [
            models.UniqueConstraint(
                fields=["category", "user"],
                name="one_reminder_count_per_person",
                violation_error_code="user",
                violation_error_message=_(
                    "Hitungan pengingat orang ini pada kategori itu sudah ada. Ubah baris yang ada."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(count=0, last_at=None) | models.Q(count__gte=1, last_at__isnull=False),
                name="counted_reminder_has_its_time",
                violation_error_code="last_at",
                violation_error_message=_(
                    "Pengingat yang sudah dihitung harus punya waktu terakhir, dan yang belum dihitung tidak. Isi "
                    "atau kosongkan waktunya."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.count}"
