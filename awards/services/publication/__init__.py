"""Publications: freeze, sign off by two people, publish, correct."""

from awards.services.publication.moves import (
    NoAppliedRunError,
    NothingToCorrectError,
    PublicationBlockedError,
    PublicationMovedError,
    SamePersonError,
    prepare_publication,
    publish_publication,
    sign_off_publication,
)

__all__ = [
    "NoAppliedRunError",
    "NothingToCorrectError",
    "PublicationBlockedError",
    "PublicationMovedError",
    "SamePersonError",
    "prepare_publication",
    "publish_publication",
    "sign_off_publication",
]
