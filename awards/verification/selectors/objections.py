"""What may lie beside an objection: which files, of which period."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from awards.rulebooks.parsing.questionnaire import EVIDENCE_TYPES, EvidenceRule, Question
from awards.submissions.models.evidence import Evidence, EvidencePurpose
from awards.verification.models import Objection

# For a question that itself asks for no file.
ANY_EVIDENCE = EvidenceRule(is_required=False, types=EVIDENCE_TYPES, maximum_megabytes=10, note="")


def objection_evidence_rule(question: Question) -> EvidenceRule:
    """Return what file an objection may bring: the kinds of the question itself, never as a duty."""
    return question.evidence or ANY_EVIDENCE


def pending_objection_files(answer_ids: Iterable[int]) -> QuerySet[Evidence]:
    """Return the files that wait for their objection to be lodged, at most one an answer."""
    lodged = Objection.objects.filter(evidence=OuterRef("pk"))
    return Evidence.objects.filter(
        ~Exists(lodged), answer__in=list(answer_ids), purpose=EvidencePurpose.OBJECTION, replaced_at=None
    )
