"""Prove every publication and keep what was found, for the desk to show."""

import datetime

from django.utils.translation import gettext as _

from awards.publication.models import NightlyProof
from awards.publication.selectors.proof.report import database_faults, loaded, prove, publications_to_prove
from paritrana.audit.selectors import audit_chain
from paritrana.jobs.registry import Progress

KEPT = 50
"""Faults kept of one publication: enough to see what is wrong; `manage.py prove` prints more."""


def prove_publications(*, at: datetime.datetime, progress: Progress) -> NightlyProof:
    """Walk the trail once, then prove one publication after the other; may be killed and run again."""
    chain = audit_chain()
    keys = list(publications_to_prove())
    faults: list[dict[str, str]] = [
        {"publication": "", "kind": str(fault.kind), "subject": fault.subject} for fault in database_faults()
    ]
    count = len(faults)
    for done, key in enumerate(keys, start=1):
        proof = prove(loaded(key), chain)
        count += proof.count
        faults += [
            {"publication": str(proof.publication.public_id), "kind": str(fault.kind), "subject": fault.subject}
            for fault in proof.faults[:KEPT]
        ]
        progress.advance(done, len(keys), _("Membuktikan hasil"))
    return NightlyProof.objects.create(
        proved_at=at, publication_count=len(keys), fault_count=count, trail_number=chain.length, faults=faults
    )
