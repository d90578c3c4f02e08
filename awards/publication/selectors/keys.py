"""The keys that sign results: which is in use, which may be trusted, and what a hand-over says."""

import datetime
from collections.abc import Iterator

from awards.publication.models import Publication, SigningKey
from paritrana.lib.canonical import canonical_json
from paritrana.lib.signatures import is_signed

HANDOVER_FORMAT = "paritrana-kunci-1"


def signing_keys() -> list[SigningKey]:
    """Return every key, newest first, with the one before it."""
    return list(SigningKey.objects.select_related("predecessor").order_by("-since", "-pk"))


def key_in_use() -> SigningKey | None:
    return SigningKey.objects.filter(retired_at=None, compromised_from=None).order_by("-since", "-pk").first()


def was_ever_signed() -> bool:
    return SigningKey.objects.exists() or Publication.objects.exclude(public_key="").exists()


def handover_text(*, old: str, new: str, at: datetime.datetime) -> bytes:
    """Return what the outgoing key signs: that from this time on the other one speaks."""
    return canonical_json({"format": HANDOVER_FORMAT, "from": old, "to": new, "at": at})


def is_handed_over(key: SigningKey) -> bool:
    """Tell whether the predecessor's word for this key holds; the first key has none, and one after a loss has none."""
    if key.predecessor is None:
        return False
    text = handover_text(old=key.predecessor.public_key, new=key.public_key, at=key.since)
    return is_signed(text, signature=key.handover, public_key=key.predecessor.public_key)


def key_problems(publication: Publication) -> Iterator[str]:
    """Yield why the key of a final publication does not vouch for it. Of the first key nobody knows the first day."""
    if publication.final_at is None:
        return
    key = SigningKey.objects.filter(public_key=publication.public_key).first()
    if key is None:
        yield f"unknown {publication.public_key}"
        return
    is_early = key.predecessor_id is not None and publication.final_at < key.since
    if is_early or (key.retired_at is not None and publication.final_at > key.retired_at):
        yield f"{publication.final_at} not within {key.since} and {key.retired_at}"
    if key.compromised_from is not None and publication.final_at >= key.compromised_from:
        yield f"compromised from {key.compromised_from}"
