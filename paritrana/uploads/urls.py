"""Addresses of uploads."""

from django.urls import path, register_converter

from paritrana.uploads.views import changes, decisions, downloads, incoming, pages, rows


class TableSuffix:
    """The two kinds of table files."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TableSuffix, "table_suffix")

urlpatterns = [
    path("", pages.imports, name="imports"),
    path("unggah/", incoming.begin, name="import-begin"),
    path("unggah/bagian/<uuid:upload_id>/", incoming.piece, name="import-piece"),
    path("templat/<slug:kind>/", pages.template_page, name="import-template"),
    path("templat/<slug:kind>.<table_suffix:suffix>", downloads.template_file, name="import-template-file"),
    path("<uuid:pk>/", pages.import_page, name="import"),
    path("<uuid:pk>/ditolak.<table_suffix:suffix>", downloads.rejected_file, name="import-rejected"),
    path("<uuid:pk>/perubahan/", changes.changes_page, name="import-changes"),
    path("<uuid:pk>/perubahan.<table_suffix:suffix>", changes.changes_file, name="import-changes-file"),
    path("<uuid:pk>/lembar/", decisions.sheet, name="import-sheet"),
    path("<uuid:pk>/perbaiki/", decisions.mend, name="import-mend"),
    path("<uuid:pk>/perbaiki/unggah/", incoming.begin_mend, name="import-mend-begin"),
    path("<uuid:pk>/tinggalkan/", decisions.leave_out, name="import-leave-out"),
    path("<uuid:pk>/baris/<int:line>/", rows.row, name="import-row"),
    path("<uuid:pk>/baris/<int:line>/ambil/", decisions.take_back, name="import-take-back"),
    path("<uuid:pk>/periksa/", decisions.check_again, name="import-check"),
    path("<uuid:pk>/terapkan/", decisions.apply, name="import-apply"),
    path("<uuid:pk>/buang/", decisions.discard, name="import-discard"),
]
