"""What the generated schema would leave out: the answers that are no success."""

import threading
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from drf_spectacular.generators import SchemaGenerator

ERRORS = {
    "400": gettext_lazy("Permintaan tidak dapat dibaca."),
    "401": gettext_lazy("Perlu masuk, atau tokennya tidak berlaku."),
    "403": gettext_lazy("Peran Anda tidak mengizinkan ini."),
    "404": gettext_lazy("Tidak ada, atau belum diumumkan."),
    "429": gettext_lazy("Terlalu banyak permintaan; coba lagi nanti."),
}
WITHOUT_NUL = r"^[^\u0000]*$"
PROBLEM = {"type": "object", "properties": {"detail": {"type": "string"}}, "required": ["detail"]}


class SealedTokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call] # the package has no types
    """Our tokens as the package describes its own: the same header and prefix."""

    target_class = "paritrana.accounts.tokens.SealedTokenAuthentication"


class OneAtATime(SchemaGenerator):
    """Writes the schema for one reader after the other.

    The package finds the classes that its extensions are about while it writes its first schema, and two threads
    at that at once trip over each other.
    """

    turn = threading.Lock()

    def get_schema(self, *args: Any, **kwargs: Any) -> Any:
        with self.turn:
            return super().get_schema(*args, **kwargs)  # type: ignore[no-untyped-call] # the package has no types


def add_error_answers(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Document every 4xx answer of every operation."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in result["paths"].values():
        for operation in operations.values():
            for code, description in ERRORS.items():
                operation["responses"].setdefault(code, {"description": str(description), "content": content})
    return result


def bound_texts(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Say of every free text that it holds no NUL, which no address takes."""
    for operations in result["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                said = parameter["schema"]
                if said.get("type") == "string" and not said.keys() & {"enum", "format", "pattern"}:
                    said["pattern"] = WITHOUT_NUL
    return result


@csrf_exempt
def unknown_address(request: HttpRequest) -> JsonResponse:
    """Answer machines in their own form where no address matches, whatever they ask; nothing is done here."""
    return JsonResponse({"detail": _("Alamat ini tidak ada.")}, status=404)
