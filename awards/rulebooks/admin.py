"""Rulebooks: write or upload a draft, check it, seal it, read it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.rulebooks.models import Rulebook, RulebookState
from awards.rulebooks.selectors.history import revision_sentence, revisions, steps_of
from awards.rulebooks.selectors.labels import criterion_name, told_faults
from awards.rulebooks.services import (
    AnotherRulebookSealedError,
    DraftChangedError,
    RulebookRefusedError,
    RulebookSealedError,
    add_rulebook_version,
    agree_to_seal,
    check_draft,
    check_rulebook_text,
    retire_rulebook,
    revise_draft,
)
from awards.sentences import sentences
from paritrana.accounts.admin_access import ScopedModelAdmin
from paritrana.accounts.independence import DependentError
from paritrana.accounts.joint_acts import JointActError
from paritrana.accounts.requests import signed_in_user
from paritrana.constraints import ConstraintBrokenError, SpokenForm
from paritrana.pages.templatetags.formats import clock

MAXIMUM_BYTES = 1_000_000


class RulebookForm(SpokenForm):
    """The text itself, or a file that replaces it."""

    upload = forms.FileField(
        label=gettext_lazy("Berkas TOML"),
        required=False,
        help_text=gettext_lazy("Bila diisi, menggantikan teks di atas."),
    )

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput, localize=False)

    class Meta:
        model = Rulebook
        fields = ("category", "title", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "text" in self.fields:
            text = self.fields["text"]
            text.required = False
            if isinstance(text, forms.CharField):
                text.strip = False  # what is opened and saved stays the same text
        if "seen" in self.fields and self.instance.pk:
            self.fields["seen"].initial = steps_of(self.instance).number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["text"] = cleaned.get("text", "").replace("\r\n", "\n")
        upload = cleaned.get("upload")
        if upload is not None:
            cleaned["text"] = _uploaded_text(upload)
        if self.instance.pk and cleaned.get("seen") not in (None, steps_of(self.instance).number):
            self._refuse_stale(cleaned["seen"])
        if not cleaned.get("text", "").strip() and not self.errors:
            raise ValidationError(_("Tulis teks juknis atau pilih berkas TOML."))
        return cleaned

    def _refuse_stale(self, seen: int) -> None:
        """Keep what was typed beside what others did meanwhile; pressed again, it is saved over that."""
        last = revisions(self.instance).first()
        if last is None:
            return
        if isinstance(self.data, QueryDict):
            now = self.data.copy()
            now["seen"] = str(last.number)
            self.data = now
        told = [revision_sentence(one) for one in revisions(self.instance).filter(number__gt=seen)[:5]]
        words = {"person": last.made_by or _("orang lain"), "time": clock(last.made_at), "told": " ".join(told)}
        raise ValidationError(
            _(
                "%(person)s mengubah juknis ini %(time)s: %(told)s Teks Anda masih ada di bawah dan belum disimpan. "
                "Simpan lagi bila teks Anda yang berlaku."
            )
            % words
        )


def _uploaded_text(upload: Any) -> str:
    if upload.size > MAXIMUM_BYTES:
        raise ValidationError(_("Berkas juknis paling besar 1 MB. Tidak ada yang disimpan."))
    try:
        text: str = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_("Berkas juknis harus berupa teks UTF-8. Simpan ulang lalu unggah lagi.")) from error
    return text.replace("\r\n", "\n")


@admin.register(Rulebook)
class RulebookAdmin(ScopedModelAdmin):
    region_path = "category__province_id"
    form = RulebookForm
    list_display = ("called", "version", "category", "state", "sealed_at")
    list_filter = ("state", "category__edition")
    list_select_related = ("category__edition",)
    search_fields = ("title", "category__name")
    actions = ("check_chosen", "seal_chosen", "retire_chosen")
    delete_roles = frozenset()

    def has_seal_permission(self, request: HttpRequest) -> bool:
        return self._may(request, self.change_roles, None)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is not None and (obj.state != RulebookState.DRAFT or not self.has_change_permission(request, obj)):
            return ("category", "version", "title", "state", "digest", "text_digest", "sealed_at", "sealed_by",
                    "criteria", "source_text")  # fmt: skip
        known = ("findings", "criteria") if obj is not None else ()
        return ("category", *(("tree",) if obj is not None else ()), "title", "text", "upload", "seen", *known)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        if obj.state != RulebookState.DRAFT:
            return self.get_fields(request, obj)
        return ("category", "tree", "findings", "criteria")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Offer nothing to save where nothing can be changed."""
        rulebook = kwargs.get("obj")
        if rulebook is not None and rulebook.state != RulebookState.DRAFT:
            context |= dict.fromkeys(("show_save", "show_save_and_continue", "show_save_and_add_another"), False)
        page: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return page

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        actor, at = signed_in_user(request), timezone.now()
        title, text = form.cleaned_data["title"], form.cleaned_data["text"]
        if change:
            seen = form.cleaned_data.get("seen")
            try:
                revise_draft(rulebook=obj, title=title, text=text, actor=actor, at=at, seen=seen)
            except (DraftChangedError, RulebookSealedError) as error:
                raise ConstraintBrokenError(str(error), "text") from error  # after the form had looked
            return
        added = add_rulebook_version(category=obj.category, title=title, text=text, actor=actor, at=at)
        obj.pk = added.pk
        obj.refresh_from_db()

    @admin.display(description=gettext_lazy("sebagai pohon"))
    def tree(self, obj: Rulebook) -> SafeString:
        address = reverse("admin:studio_rulebook", args=[obj.pk])
        return format_html('<a href="{}">{}</a>', address, _("Ubah di studio: kriteria, bobot, dan riwayatnya"))

    @admin.display(description=gettext_lazy("hasil pemeriksaan"))
    def findings(self, obj: Rulebook) -> str | SafeString:
        try:
            rules = check_draft(obj.text)
        except RulebookRefusedError as error:
            return _listed(told_faults(error, obj.text))
        sound = _("Tidak ada masalah. Juknis ini dapat disegel.")
        return format_html("{}{}", sound, _listed(sentences(rules.warnings))) if rules.warnings else sound

    @admin.display(description=gettext_lazy("judul"), ordering="title")
    def called(self, obj: Rulebook) -> str:
        return obj.title_shown

    @admin.display(description=gettext_lazy("kriteria"))
    def criteria(self, obj: Rulebook) -> str | SafeString:
        try:
            rules = check_rulebook_text(obj.text)
        except RulebookRefusedError:
            return _("Perbaiki dahulu masalah di atas.")
        rows = (
            (node.code, criterion_name(node), str(node.source or node.join or "cases")) for node in rules.root.walk()
        )
        return format_html(
            "<table><tbody>{}</tbody></table>",
            format_html_join("", "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>", rows),
        )

    @admin.display(description=gettext_lazy("isi TOML"))
    def source_text(self, obj: Rulebook) -> SafeString:
        return format_html("<pre>{}</pre>", obj.text)

    @admin.action(description=gettext_lazy("Periksa juknis yang dipilih"))
    def check_chosen(self, request: HttpRequest, queryset: QuerySet[Rulebook]) -> None:
        for rulebook in queryset.select_related("category__edition").order_by("pk"):
            try:
                rules = check_draft(rulebook.text)
                messages.success(request, _("%(rulebook)s: tidak ada masalah.") % {"rulebook": rulebook})
                for warning in sentences(rules.warnings):
                    messages.warning(request, f"{rulebook}: {warning}")
            except RulebookRefusedError as error:
                for fault in told_faults(error, rulebook.text):
                    messages.error(request, f"{rulebook}: {fault}")

    @admin.action(description=gettext_lazy("Segel juknis yang dipilih"), permissions=["seal"])
    def seal_chosen(self, request: HttpRequest, queryset: QuerySet[Rulebook]) -> None:
        for rulebook in queryset.select_related("category__edition").order_by("pk"):
            if not self.has_change_permission(request, rulebook):
                continue
            try:
                act = agree_to_seal(rulebook=rulebook, actor=signed_in_user(request), at=timezone.now())
                waits = _("%(rulebook)s diusulkan untuk disegel. Orang kedua yang mandiri menyegelnya dari daftar ini.")
                done = _("%(rulebook)s disegel.") if act.seconded_at else waits
                messages.success(request, done % {"rulebook": rulebook})
            except RulebookRefusedError as error:
                messages.error(request, f"{rulebook}: " + "\n".join(told_faults(error, rulebook.text)))
            except (RulebookSealedError, AnotherRulebookSealedError, JointActError, DependentError) as error:
                messages.error(request, f"{rulebook}: {error}")

    @admin.action(description=gettext_lazy("Tarik juknis yang dipilih"), permissions=["seal"])
    def retire_chosen(self, request: HttpRequest, queryset: QuerySet[Rulebook]) -> None:
        for rulebook in queryset.select_related("category__edition").order_by("pk"):
            if not self.has_change_permission(request, rulebook):
                continue
            try:
                retire_rulebook(
                    rulebook=rulebook, reason=_("Ditarik dari panel."), actor=signed_in_user(request), at=timezone.now()
                )
                messages.success(request, _("%(rulebook)s ditarik.") % {"rulebook": rulebook})
            except RulebookSealedError as error:
                messages.error(request, f"{rulebook}: {error}")


def _listed(told: Iterable[str]) -> SafeString:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((one,) for one in told)))
