"""What the generated schema would leave out: the answers that are no success."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

ERRORS = {
    "400": "Permintaan tidak dapat dibaca.",
    "401": "Perlu masuk, atau tokennya tidak berlaku.",
    "403": "Peran Anda tidak mengizinkan ini.",
    "404": "Tidak ada, atau belum diumumkan.",
    "429": "Terlalu banyak permintaan; coba lagi nanti.",
}
PROBLEM = {"type": "object", "properties": {"detail": {"type": "string"}}, "required": ["detail"]}


def add_error_answers(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Document every 4xx answer of every operation."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in result["paths"].values():
        for operation in operations.values():
            for code, description in ERRORS.items():
                operation["responses"].setdefault(code, {"description": description, "content": content})
    return result


def unknown_address(request: HttpRequest) -> JsonResponse:
    """Answer machines in their own form where no address matches."""
    return JsonResponse({"detail": _("Alamat ini tidak ada.")}, status=404)
