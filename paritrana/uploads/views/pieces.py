"""A file in pieces, as a script sends it: announced, sent from where it broke off, given up.

What becomes of a whole file is told by whoever asked for it.
"""

import re
from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from paritrana.uploads.models import FileInPieces
from paritrana.uploads.services.pieces import (
    CHUNK,
    AnnouncedFile,
    UploadGoneError,
    UploadOffsetError,
    append_piece,
    throw_away,
)

Sent = TypeVar("Sent", bound=FileInPieces)
MAXIMUM_PIECE = 4 * CHUNK
COUNT = re.compile(r"[0-9]{1,15}")


def refusal(message: str, **more: object) -> JsonResponse:
    return JsonResponse({"message": message, **more}, status=409)


def announced_file(request: HttpRequest) -> AnnouncedFile:
    """Return the file that a script is about to send; a size that is no number is none."""
    stamp = request.POST.get("stamp", "")
    return AnnouncedFile(
        name=request.POST.get("name", ""),
        size=_count(request.POST.get("size", "")) or 0,
        stamp=stamp if COUNT.fullmatch(stamp) else "",
    )


def _count(text: str) -> int | None:
    return int(text) if COUNT.fullmatch(text) else None


def upload_begun(upload: FileInPieces, address: str) -> JsonResponse:
    """Tell the sender where the pieces go and from which byte on."""
    return JsonResponse({"address": address, "received": upload.received, "piece": CHUNK})


def take_piece(
    request: HttpRequest,
    upload: Sent,
    *,
    finish: Callable[[Sent], JsonResponse],
    over: Callable[[], JsonResponse],
) -> JsonResponse:
    """Take one piece, or give the upload up (DELETE). The last piece hands the whole file to `finish`; `over` answers
    who comes after the end."""
    if request.method == "DELETE":
        throw_away(upload)
        return JsonResponse({"received": 0, "cancelled": True})
    offset = _count(request.GET.get("offset", ""))
    announced = _count(request.headers.get("Content-Length") or "0")
    if announced is None or announced > MAXIMUM_PIECE:
        return refusal(_("Bagian ini terlalu besar."), received=upload.received)
    try:
        upload = append_piece(upload=upload, offset=-1 if offset is None else offset, piece=request.body)
        if upload.received < upload.size:
            return JsonResponse({"received": upload.received})
        return finish(upload)
    except UploadOffsetError as error:
        return refusal(str(error), received=error.received)
    except UploadGoneError:
        return over()


def upload_over() -> JsonResponse:
    return JsonResponse({"message": _("Unggahan ini sudah berakhir. Pilih berkasnya sekali lagi.")}, status=404)
