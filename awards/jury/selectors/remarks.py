"""The thread on an entry, as somebody may read it."""

from awards.entries.models import Entry
from awards.jury.models.panels import Panel
from awards.jury.models.plenary import Remark
from awards.jury.selectors.recusal import Kept


def readable_remarks(panel: Panel, entry: Entry, kept: Kept) -> list[Remark]:
    """Return the remarks in the order written, without those that name an entry kept from the reader."""
    rows = Remark.objects.filter(panel=panel, entry=entry).select_related("author").order_by("pk")
    return [row for row in rows if not kept.named_in(row.text)]
