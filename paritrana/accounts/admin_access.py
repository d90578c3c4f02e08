"""Who sees and changes what in the admin panel: by the roles in force today, and by region.

Every admin class of this project derives from `ScopedModelAdmin`, every inline from `ScopedTabularInline` or
`ScopedStackedInline`. What they decide:

* organiser: everything; auditor: sees everything, changes nothing;
* provincial secretariat: only classes that name a `region_path`, and there only rows of the own province;
* juror and verifier: only classes that name the role in `view_roles` / `change_roles`.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.admin.options import BaseModelAdmin
from django.db import models
from django.db.models import Q, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from paritrana.accounts.models import Role
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.accounts.selectors import Grants
from paritrana.audit.services import record

if TYPE_CHECKING:
    AnyModelAdmin = BaseModelAdmin[Any]
else:
    AnyModelAdmin = BaseModelAdmin


def within_grants(held: Grants, roles: frozenset[str], region_path: str) -> Q | None:
    """Return the filter for the rows that the roles reach; None when they reach none."""
    scopes = {scope for role in roles for scope in held.regions.get(role, frozenset())}
    if "" in scopes:
        return Q()
    if not scopes or not region_path:
        return None
    lookup = f"{region_path.removesuffix('_id')}__pk" if region_path.endswith("_id") else region_path
    reached = Q()
    for scope in sorted(scopes):
        reached |= Q(**{lookup: scope}) | Q(**{f"{lookup}__startswith": f"{scope}."})
    return reached


class ScopedAdminMixin(AnyModelAdmin):
    """Permissions and rows by role and region.

    `region_path` is the lookup from a row to a region code ("province_id", "entry__region_id"); without one a class
    is national and closed to the secretariats. A row without region belongs to the nation.
    """

    region_path: ClassVar[str] = ""
    view_roles: ClassVar[frozenset[str]] = frozenset({Role.ORGANISER, Role.AUDITOR, Role.SECRETARIAT})
    add_roles: ClassVar[frozenset[str]] = frozenset({Role.ORGANISER, Role.SECRETARIAT})
    change_roles: ClassVar[frozenset[str]] = frozenset({Role.ORGANISER, Role.SECRETARIAT})
    delete_roles: ClassVar[frozenset[str]] = frozenset({Role.ORGANISER})

    def _may(self, request: HttpRequest, roles: frozenset[str], obj: models.Model | None) -> bool:
        held = request_grants(request)
        if within_grants(held, roles, self.region_path) is None:
            return False
        if obj is None or not self.region_path or not isinstance(obj, self.model):
            return True
        return any(held.covers(role, self._region_code(obj)) for role in roles)

    def _region_code(self, obj: models.Model) -> str:
        value: Any = obj
        for name in self.region_path.split("__"):
            value = getattr(value, name, None)
        return value or ""

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, self.view_roles, obj)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, self.add_roles, None)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, self.change_roles, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, self.delete_roles, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        reached = within_grants(request_grants(request), self.view_roles, self.region_path)
        return rows.none() if reached is None else rows.filter(reached)

    def _offered(self, request: HttpRequest, model: type[models.Model]) -> QuerySet[Any] | None:
        """Rows of a related model that the person may see, where that model has a scoped admin of its own."""
        if not self.admin_site.is_registered(model):
            return None
        related = self.admin_site.get_model_admin(model)
        return related.get_queryset(request) if isinstance(related, ScopedAdminMixin) else None

    def formfield_for_dbfield(self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """Read an address typed without its scheme as https."""
        if isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(
        self, db_field: "models.ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "ModelChoiceField[Any] | None":
        offered = self._offered(request, db_field.related_model)
        if offered is not None:
            kwargs.setdefault("queryset", offered)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ScopedModelAdmin(ScopedAdminMixin, ModelAdmin):  # type: ignore[misc] # the theme's class is untyped
    """Rows by role and region; every change made in a form goes into the audit trail, in its transaction."""

    def _record(self, request: HttpRequest, obj: models.Model, action: str, changes: dict[str, object]) -> None:
        record(
            action=f"panel.{action}",
            subject=obj,
            actor=signed_in_user(request),
            at=timezone.now(),
            changes=changes,
            region_code=self._region_code(obj) if self.region_path else "",
        )

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        self._record(request, obj, "add", {"object": str(obj), "fields": message})
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        self._record(request, obj, "change", {"object": str(obj), "fields": message})
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for obj in queryset:
            self._record(request, obj, "delete", {"object": str(obj)})
        return super().log_deletions(request, queryset)


class ReadOnlyModelAdmin(ScopedModelAdmin):
    """Rows that the panel only shows; services write them."""

    add_roles: ClassVar[frozenset[str]] = frozenset()
    change_roles: ClassVar[frozenset[str]] = frozenset()
    delete_roles: ClassVar[frozenset[str]] = frozenset()


class ScopedTabularInline(ScopedAdminMixin, TabularInline):  # type: ignore[misc] # the theme's class is untyped
    """Parts of a row in a table; `region_path` starts from the part."""

    def formfield_for_dbfield(self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """Name each control to screen readers: in a table the heading is no label."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs.setdefault("aria-label", capfirst(field.label or ""))
        return field


class ScopedStackedInline(ScopedAdminMixin, StackedInline):  # type: ignore[misc] # the theme's class is untyped
    """Parts of a row below each other; `region_path` starts from the part."""
