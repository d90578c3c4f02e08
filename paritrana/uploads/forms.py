"""Forms of the upload pages: they say kindly what a file must be; they never save."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from paritrana.lib.table_faults import DEFAULT_LIMITS
from paritrana.retold import retold
from paritrana.uploads.kinds import ImportKind
from paritrana.uploads.selectors import column_hint

LONGEST_CELL = 32_000
"""Characters; a workbook holds few more in a cell."""

ACCEPTED = ".csv,.xlsx,.gz,.parquet"
ScopeChoices = list[tuple[str, str | Promise]]


def clean_size(size: int) -> None:
    """Refuse a file that no reader would open, before it is stored."""
    if size > DEFAULT_LIMITS.file_bytes:
        raise forms.ValidationError(
            _("Berkas terlalu besar, jadi tidak disimpan. Bagi menjadi beberapa berkas CSV, lalu unggah satu per satu.")
        )


def _clean_file(upload: "UploadedFile[bytes]") -> "UploadedFile[bytes]":
    clean_size(upload.size or 0)
    return upload


class TargetForm(forms.Form):
    """What a table holds and for which region; only what the person may upload is offered."""

    kind = forms.ChoiceField(label=_("Jenis data"))
    region_code = forms.ChoiceField(label=_("Berlaku untuk"), required=False)

    def __init__(self, *args: object, kinds: list[ImportKind], scopes: ScopeChoices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["region_code"].choices = scopes  # type: ignore[attr-defined]
        if len(scopes) == 1:
            self.fields["region_code"].widget = forms.HiddenInput()
            self.fields["region_code"].initial = scopes[0][0]


class UploadForm(TargetForm):
    """Kind, region and file."""

    file = forms.FileField(
        label=_("Berkas CSV, XLSX, atau Parquet"),
        help_text=_(
            "CSV UTF-8 untuk berkas besar, boleh dimampatkan (.csv.gz), atau Parquet. XLSX sampai 32 MB, tanpa rumus,"
            " makro, dan kata sandi."
        ),
        allow_empty_file=True,
        max_length=255,
    )

    def __init__(self, *args: object, kinds: list[ImportKind], scopes: ScopeChoices, **kwargs: object) -> None:
        super().__init__(*args, kinds=kinds, scopes=scopes, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ACCEPTED

    def clean_file(self) -> "UploadedFile[bytes]":
        return _clean_file(self.cleaned_data["file"])


class LeaveOutForm(forms.Form):
    """Rejected rows by their line, or all that are proposed, and why they are no data."""

    lines = forms.TypedMultipleChoiceField(coerce=int, required=False)
    all_proposed = forms.BooleanField(required=False)
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        help_text=_("Mengapa baris itu bukan data: jumlah, catatan kaki, atau baris yang sama persis."),
    )

    def __init__(self, *args: object, lines: Iterable[int] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["lines"].choices = [(line, str(line)) for line in lines]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("lines") and not cleaned.get("all_proposed"):
            raise forms.ValidationError(_("Pilih baris yang ditinggalkan."))
        return cleaned


class RowForm(forms.Form):
    """The cells of one rejected row, as they stood in the file; the columns' own reader judges what is typed."""

    def __init__(self, *args: object, kind: ImportKind, cells: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._names = kind.header
        for column, cell in zip(kind.columns, cells, strict=True):
            self.fields[column.name] = forms.CharField(
                label=format_html('<span lang="id">{}</span>', column.name),
                initial=cell,
                required=False,
                strip=False,
                max_length=LONGEST_CELL,
                help_text=column_hint(column),
                # A field of one line would lose the line breaks of a workbook's cell.
                widget=forms.Textarea(attrs={"rows": 3}) if "\n" in cell else forms.TextInput(),
            )

    @property
    def typed(self) -> list[str]:
        """The cells in the order of the kind's columns."""
        return [str(self.cleaned_data[name]).replace("\r\n", "\n") for name in self._names]

    def add_reasons(self, reasons: Iterable[Mapping[str, str]]) -> None:
        """Say each fault at its column; what concerns the row stands above."""
        for reason in reasons:
            self.add_error(reason["column"] or None, retold(reason["message"]))


class SheetForm(forms.Form):
    """Another sheet of the same workbook."""

    sheet = forms.ChoiceField(
        label=_("Lembar yang dibaca"),
        help_text=_("Berkas yang sama diperiksa lagi dari lembar itu. Perbaikan dari lembar sebelumnya tidak dipakai."),
    )

    def __init__(self, *args: object, sheets: Iterable[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]


class MendForm(forms.Form):
    """The rejected rows, mended."""

    file = forms.FileField(label=_("Berkas perbaikan"), allow_empty_file=True, max_length=255)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["file"].widget.attrs["accept"] = ACCEPTED

    def clean_file(self) -> "UploadedFile[bytes]":
        return _clean_file(self.cleaned_data["file"])
