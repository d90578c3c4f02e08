"""People and the roles they hold. Only national organisers work here; auditors look."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from paritrana.accounts import services
from paritrana.accounts.admin.person_data import person_data_addresses
from paritrana.accounts.admin_access import ScopedModelAdmin, ScopedTabularInline, named_for_the_trail
from paritrana.accounts.forms import RoleAssignmentForm
from paritrana.accounts.models import Role, RoleAssignment, User
from paritrana.accounts.requests import signed_in_user

LOOKERS = frozenset({Role.ORGANISER, Role.AUDITOR})
ORGANISERS = frozenset({Role.ORGANISER})

admin.site.unregister(Group)  # roles are assignments with a scope, not Django's groups


class HeldRoleInline(ScopedTabularInline):
    model = RoleAssignment
    view_roles = LOOKERS
    add_roles = change_roles = delete_roles = frozenset()
    extra = 0
    can_delete = False


def _tells_of_password(message: Any) -> bool:
    """Tell whether Django's own note of a change, one dictionary for each part, names the password."""
    parts = message if isinstance(message, list) else []
    return any("password" in part.get("changed", {}).get("fields", ()) for part in parts)


@admin.register(User)
class UserAdmin(ScopedModelAdmin, DjangoUserAdmin):  # type: ignore[type-arg, misc]
    view_roles = LOOKERS
    add_roles = change_roles = ORGANISERS
    delete_roles = frozenset()  # people are deactivated: the trail names them
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "full_name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "role_assignments__role")
    search_fields = ("username", "full_name", "email")
    ordering = ("username",)
    readonly_fields = ("is_staff", "last_login", "date_joined")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "full_name", "email", "password")}),
        (_("Akses"), {"fields": ("is_active", "is_staff", "last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "full_name", "email", "password1", "password2")}),)
    inlines: ClassVar[list[Any]] = [HeldRoleInline]
    actions = ("personal_data",)

    def get_urls(self) -> list[URLPattern]:
        own: list[URLPattern] = super().get_urls()
        return [*person_data_addresses(self), *own]

    def has_personal_data_permission(self, request: HttpRequest) -> bool:
        return self._may(request, ORGANISERS, None)

    @admin.action(description=_("Data pribadi: salinan, perbaikan, penghapusan"), permissions=["personal_data"])
    def personal_data(self, request: HttpRequest, queryset: "QuerySet[User]") -> HttpResponse | None:
        """Lead to the page of one person, where what is asked for gets its reason."""
        chosen = list(queryset[:2])
        if len(chosen) != 1:
            messages.warning(request, gettext("Pilih tepat satu orang. Tidak ada yang diubah."))
            return None
        return redirect("admin:person_data", pk=chosen[0].pk)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Name a password that somebody else set: whoever set it is no second person beside its owner for a while."""
        if obj.pk != signed_in_user(request).pk and _tells_of_password(message):
            with transaction.atomic():
                self._record(request, obj, "set_password", {"object": named_for_the_trail(obj)})
        return super().log_change(request, obj, message)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return self.inlines if obj else []


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(ScopedModelAdmin):
    """Saving goes through the services, which also open and close the panel's door and write the trail."""

    view_roles = LOOKERS
    add_roles = change_roles = delete_roles = ORGANISERS
    form = RoleAssignmentForm
    list_display = ("user", "role", "region_code", "office_kind", "office_code", "starts_on", "ends_on")
    list_filter = ("role",)
    list_select_related = ("user",)
    search_fields = ("user__username", "user__full_name", "region_code", "office_code")
    autocomplete_fields = ("user",)
    ordering = ("user__username", "role", "pk")

    def get_readonly_fields(self, request: HttpRequest, obj: RoleAssignment | None = None) -> tuple[str, ...]:
        return ("user", "role", "region_code", "office_kind", "office_code") if obj else ()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A seat or a role given at the same moment, after the form had looked, is told like any other refusal."""
        try:
            answer: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)
        except (services.RoleClashError, services.RoleRefusedError) as error:
            messages.error(request, str(error))
            return redirect(request.path)
        return answer

    def save_model(self, request: HttpRequest, obj: RoleAssignment, form: Any, change: bool) -> None:  # noqa: FBT001
        actor, now = signed_in_user(request), timezone.now()
        if change:
            services.change_term(assignment=obj, starts_on=obj.starts_on, ends_on=obj.ends_on, actor=actor, at=now)
            return
        assignment = services.assign_role(
            user=obj.user,
            role=obj.role,
            place=services.RolePlace(
                region_code=obj.region_code,
                office_kind=obj.office_kind,
                office_code=obj.office_code,
                starts_on=obj.starts_on,
                ends_on=obj.ends_on,
            ),
            actor=actor,
            at=now,
        )
        obj.pk = assignment.pk

    def delete_model(self, request: HttpRequest, obj: RoleAssignment) -> None:
        services.withdraw_role(assignment=obj, actor=signed_in_user(request), at=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[RoleAssignment]") -> None:
        for assignment in queryset.select_related("user"):
            self.delete_model(request, assignment)
