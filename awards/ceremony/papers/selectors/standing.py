"""Which papers of a result hold."""

from django.db.models import Exists, OuterRef, QuerySet

from awards.ceremony.papers.models import Certificate
from awards.publication.models import Prize, Publication


def current_certificates(publication: Publication) -> QuerySet[Certificate]:
    """Return the last version of every paper whose prize this publication gives, in the order of their numbers.

    A paper given out on an earlier publication holds as long as its recipient keeps the prize.
    """
    kept = Prize.objects.filter(
        publication=publication,
        position=OuterRef("prize__position"),
        group_key=OuterRef("prize__group_key"),
        label=OuterRef("prize__label"),
        entry=OuterRef("prize__entry"),
    )
    rows = Certificate.objects.filter(
        Exists(kept), publication__category=publication.category_id, publication__number__lte=publication.number
    )
    newer = Certificate.objects.filter(replaces=OuterRef("pk"), publication__number__lte=publication.number)
    return rows.filter(~Exists(newer)).select_related("publication", "prize").order_by("number", "pk")


def certificate_numbers(publication: Publication) -> dict[tuple[int, int], str]:
    """Return the number on the paper of each prize by its slot's position and recipient; none where none was given."""
    rows = current_certificates(publication).values_list("prize__position", "prize__entry", "number")
    return {(position, entry): number for position, entry, number in rows}
