"""A list of addresses whose mails came back, as mail services hand it out."""

import tempfile
from pathlib import Path

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from paritrana.lib.table_faults import MEBIBYTE, TableLimits, TableRefusedError
from paritrana.lib.tables import open_table
from paritrana.mail.services import Returned

ADDRESS_TITLES = ("alamat", "alamat surel", "email", "e-mail", "address", "recipient")
REASON_TITLES = ("sebab", "alasan", "reason", "diagnostic", "message")
LIMITS = TableLimits(file_bytes=2 * MEBIBYTE, rows=20_000)


class ReturnedListForm(forms.Form):
    """A CSV or XLSX file with a column of addresses, and one of reasons where there is one."""

    file = forms.FileField(label=_("Berkas CSV atau XLSX"))

    def clean_file(self) -> list[Returned]:
        sent: UploadedFile[bytes] = self.cleaned_data["file"]
        with tempfile.NamedTemporaryFile(suffix=".table") as kept:
            for piece in sent.chunks():
                kept.write(piece)
            kept.flush()
            try:
                return _returned(Path(kept.name))
            except TableRefusedError as error:
                raise forms.ValidationError(_("Berkas ini tidak dapat dibaca. Simpan lagi sebagai CSV.")) from error


def _returned(path: Path) -> list[Returned]:
    with open_table(path, limits=LIMITS) as table:
        titles = [title.casefold().strip() for title in table.header]
        place = next((titles.index(title) for title in ADDRESS_TITLES if title in titles), None)
        why = next((titles.index(title) for title in REASON_TITLES if title in titles), None)
        if place is None:
            raise forms.ValidationError(_("Berkas ini tidak punya kolom “alamat”. Tambahkan, lalu unggah lagi."))
        found = []
        for _number, cells in table.rows:
            address = str(cells[place] or "").strip() if place < len(cells) else ""
            reason = str(cells[why] or "").strip() if why is not None and why < len(cells) else ""
            if address:
                found.append(Returned(address, reason))
        return found
