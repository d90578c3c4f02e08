"""Who sees and changes what in the admin panel: by the roles in force today, and by region.

Every admin class of this project derives from `ScopedModelAdmin`, every inline from `ScopedTabularInline` or
`ScopedStackedInline`. What they decide:

* organiser: everything; auditor: sees everything, changes nothing;
* provincial secretariat: only classes that name a `region_path`, and there only rows of the own province;
* juror and verifier: only classes that name the role in `view_roles` / `change_roles`.

Roles add up for reading and never for writing: a secretariat who is also a national auditor sees the nation and writes
in its own province. What a form offers and takes, what a look-up finds and what an action moves is only what a role
reaches that may write.
"""

import re
from collections.abc import Iterator
from functools import partialmethod
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.admin.options import IS_POPUP_VAR, BaseModelAdmin
from django.db import models
from django.db.models import Q, QuerySet
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.forms import PaginationInlineFormSet

from paritrana.accounts.models import Role, User
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.accounts.selectors import Grants
from paritrana.audit.services import InRegion, record
from paritrana.constraints import SpokenForm, SpokenFormSet
from paritrana.retold import retold

if TYPE_CHECKING:
    AnyModelAdmin = BaseModelAdmin[Any]
else:
    AnyModelAdmin = BaseModelAdmin


WRITERS = frozenset({Role.ORGANISER, Role.SECRETARIAT})


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


def named_for_the_trail(row: models.Model) -> str:
    """Return what a row is called, with the people in it as numbers of accounts: the trail keeps no names."""
    text = str(row)
    for person in {*_people_of(row), *(found for near in _near(row) for found in _people_of(near))}:
        for name in sorted({person.full_name, person.username, person.email} - {""}, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", f"#{person.pk}", text)
    return text


def _people_of(row: models.Model) -> Iterator[User]:
    if isinstance(row, User):
        yield row
    yield from (near for near in _near(row) if isinstance(near, User))


def _near(row: models.Model) -> Iterator[models.Model]:
    """Yield the rows that this one refers to."""
    for field in row._meta.concrete_fields:  # noqa: SLF001 - a documented door
        near = getattr(row, field.name) if field.is_relation else None
        if near is not None:
            yield near


class ScopedAdminMixin(AnyModelAdmin):
    """Permissions and rows by role and region.

    `region_path` is the lookup from a row to a region code ("province_id", "entry__region_id"); without one a class
    is national and closed to the secretariats. A row without region belongs to the nation.
    """

    form = SpokenForm
    region_path: ClassVar[str] = ""
    view_roles: ClassVar[frozenset[str]] = frozenset({Role.ORGANISER, Role.AUDITOR, Role.SECRETARIAT})
    add_roles: ClassVar[frozenset[str]] = frozenset({Role.ORGANISER, Role.SECRETARIAT})
    change_roles: ClassVar[frozenset[str]] = frozenset({Role.ORGANISER, Role.SECRETARIAT})
    delete_roles: ClassVar[frozenset[str]] = frozenset({Role.ORGANISER})
    told_fields: ClassVar[frozenset[str]] = frozenset()
    """Attributes that stand in the trail with their value after each save: what is published is held against them."""

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
        # A window that a form opens to choose from offers what may be written to.
        roles = self.view_roles & WRITERS if IS_POPUP_VAR in request.GET else self.view_roles
        return self.reached(request, rows, roles)

    def reached(self, request: HttpRequest, rows: QuerySet[Any], roles: frozenset[str]) -> QuerySet[Any]:
        """Return those of the rows that one of the roles reaches."""
        reached = within_grants(request_grants(request), roles, self.region_path)
        return rows.none() if reached is None else rows.filter(reached)

    def offered(self, request: HttpRequest, model: type[models.Model]) -> QuerySet[Any] | None:
        """Rows of a related model that a role reaches which writes here; None where it has no scoped admin."""
        if not self.admin_site.is_registered(model):
            return None
        related = self.admin_site.get_model_admin(model)
        if not isinstance(related, ScopedAdminMixin):
            return None
        roles = related.view_roles & (self.add_roles | self.change_roles)
        return related.reached(request, related.get_queryset(request), roles)

    def formfield_for_dbfield(self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """Read an address typed without its scheme as https, and name the zone in which a moment is read."""
        if isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(db_field, models.DateTimeField):
            field.label = format_lazy("{name} (WIB)", name=capfirst(field.label or ""))
        return field

    def formfield_for_foreignkey(
        self, db_field: "models.ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "ModelChoiceField[Any] | None":
        offered = self.offered(request, db_field.related_model)
        if offered is not None:
            kwargs.setdefault("queryset", offered)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: "models.ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "ModelMultipleChoiceField[Any] | None":
        offered = self.offered(request, db_field.related_model)
        if offered is not None:
            kwargs.setdefault("queryset", offered)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class ScopedModelAdmin(ScopedAdminMixin, ModelAdmin):  # type: ignore[misc] # the theme's class is untyped
    """Rows by role and region; every change made in a form goes into the audit trail, in its transaction."""

    def get_form(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        """Take no row that would lie where no writing role reaches: an empty region is the whole nation."""
        form: Any = super().get_form(request, obj, **options)
        if not self.region_path:
            return form
        return type(form.__name__, (form,), {"_post_clean": partialmethod(_refuse_elsewhere, form, self, request)})

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Move only rows that a writing role reaches; what is only read was seen in the list, and is left out."""
        name = request.POST.get("action", "")
        chosen = self.get_actions(request).get(name)
        if chosen is not None and getattr(chosen[0], "allowed_permissions", ()) != ["view"]:
            queryset = self.reached(request, queryset, self.view_roles & WRITERS)
        answer: HttpResponse | None = super().response_action(request, queryset)
        return answer

    def _record(self, request: HttpRequest, obj: models.Model, action: str, changes: dict[str, object]) -> None:
        record(
            action=f"panel.{action}",
            subject=InRegion(obj, self._region_code(obj) if self.region_path else ""),
            actor=signed_in_user(request),
            at=timezone.now(),
            changes=changes,
        )

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        self._record(request, obj, "add", self._saved(obj, message))
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        self._record(request, obj, "change", self._saved(obj, message))
        return super().log_change(request, obj, message)

    def _saved(self, obj: models.Model, message: Any) -> dict[str, object]:
        told = {name: getattr(obj, name) for name in sorted(self.told_fields)}
        return {"object": named_for_the_trail(obj), "fields": message} | ({"values": told} if told else {})

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for obj in queryset:
            self._record(request, obj, "delete", {"object": named_for_the_trail(obj)})
        return super().log_deletions(request, queryset)


def _refuse_elsewhere(form: Any, base: Any, panel: ScopedModelAdmin, request: HttpRequest) -> None:
    base._post_clean(form)  # noqa: SLF001 - the place where a form has made its row
    if form.errors:
        return
    code = panel._region_code(form.instance)  # noqa: SLF001 - of this module
    held = request_grants(request)
    if not any(held.covers(role, code) for role in (panel.add_roles | panel.change_roles) & WRITERS):
        form.add_error(None, _("Di luar wilayah yang Anda tangani. Tidak ada yang disimpan; pilih wilayah Anda."))


class ReadOnlyModelAdmin(ScopedModelAdmin):
    """Rows that the panel only shows; services write them. `retold_fields` hold sentences of the product's own."""

    retold_fields: ClassVar[tuple[str, ...]] = ()
    add_roles: ClassVar[frozenset[str]] = frozenset()
    change_roles: ClassVar[frozenset[str]] = frozenset()
    delete_roles: ClassVar[frozenset[str]] = frozenset()

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Tell the product's own sentences in the reader's language; the row is never saved from here."""
        found = super().get_object(request, object_id, from_field)
        for name in self.retold_fields if found is not None else ():
            setattr(found, name, retold(getattr(found, name)))
        return found


class PartsFormSet(SpokenFormSet, PaginationInlineFormSet):  # type: ignore[misc] # the theme's class is untyped
    """The theme's pages of parts, which also tell what their constraints refuse."""


class ScopedTabularInline(ScopedAdminMixin, TabularInline):  # type: ignore[misc] # the theme's class is untyped
    """Parts of a row in a table; `region_path` starts from the part."""

    formset = PartsFormSet

    def formfield_for_dbfield(self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """Name each control to screen readers: in a table the heading is no label."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs.setdefault("aria-label", capfirst(field.label or ""))
        return field


class ScopedStackedInline(ScopedAdminMixin, StackedInline):  # type: ignore[misc] # the theme's class is untyped
    """Parts of a row below each other; `region_path` starts from the part."""

    formset = PartsFormSet
