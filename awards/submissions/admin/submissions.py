"""Submissions as the panel shows them; the web forms write them."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from awards.submissions.models.answers import Answer, Submission
from awards.submissions.models.eligibility import EligibilityCheck
from paritrana.accounts.admin_access import ReadOnlyModelAdmin, ScopedTabularInline


class AnswerInline(ScopedTabularInline):
    model = Answer
    region_path = "submission__entry__region_code"
    fields = ("question", "value", "note", "version", "updated_at", "updated_by")
    extra = 0
    add_roles: ClassVar[frozenset[str]] = frozenset()
    change_roles: ClassVar[frozenset[str]] = frozenset()
    delete_roles: ClassVar[frozenset[str]] = frozenset()

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("updated_by").order_by("question")


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyModelAdmin):
    region_path = "entry__region_code"
    list_display = ("entry", "category", "state", "submitted_at", "receipt_number", "room")
    list_filter = ("state", "entry__category")
    list_select_related = ("entry__category__edition",)
    search_fields = ("entry__name", "receipt_number")
    inlines: ClassVar = [AnswerInline]

    @admin.display(description=gettext_lazy("kategori"))
    def category(self, obj: Submission) -> str:
        return str(obj.entry.category)

    @admin.display(description=gettext_lazy("isian"))
    def room(self, obj: Submission) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("submission", args=[obj.public_id]), gettext_lazy("buka"))


@admin.register(EligibilityCheck)
class EligibilityCheckAdmin(ReadOnlyModelAdmin):
    """Who may not fill in, and what they said: the organiser's list for a telephone call."""

    region_path = "entry__region_code"
    list_display = ("entry", "category", "is_eligible", "at", "answered_by")
    list_filter = ("is_eligible", "entry__category")
    list_select_related = ("entry__category__edition", "answered_by")
    search_fields = ("entry__name",)
    ordering = ("-at", "pk")

    @admin.display(description=gettext_lazy("kategori"))
    def category(self, obj: EligibilityCheck) -> str:
        return str(obj.entry.category)
