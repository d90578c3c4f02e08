"""Everything an installation shows of what was decided in it, as plain values. Runs inside the installation."""

import json
import tempfile
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import urlsplit

import openpyxl
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client
from django.utils.encoding import force_str

from awards.tests.upgrade import pages

Json = dict[str, Any]

ROOMS = (
    "/",
    "/edisi/",
    "/daerah/52.03/",
    "/kementerian/",
    "/pemberi-kerja/",
    "/sumber/",
    "/cara-memeriksa/",
    "/api/",
    "/akun/email/",
    "/surat/",
    "/isian/",
    "/verifikasi/",
    "/impor/",
    "/coba-coba/",
    "/panel/",
    "/panel/juri/",
    "/panel/kemajuan/",
    "/panel/perhitungan/",
    "/panel/accounts/user/",
    "/panel/awards/entry/",
    "/panel/audit/auditentry/",
)


class Visitor:
    """Asks for addresses in Indonesian, as a stranger or as one person."""

    def __init__(self, session: str = "") -> None:
        self.client = Client(HTTP_ACCEPT_LANGUAGE="id")
        if session:
            self.client.cookies["sessionid"] = session

    @classmethod
    def signed_in(cls, name: str, password: str) -> "Visitor":
        visitor = cls()
        answer = visitor.client.post("/akun/login/", {"login": name, "password": password})
        if answer.status_code != 302:
            raise PermissionError(f"{name} could not sign in: {answer.status_code}")
        return visitor

    def content(self, address: str) -> bytes:
        """Return the body of an answer that must be 200."""
        answer = self.client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code != 200:
            raise LookupError(f"{address} answered {answer.status_code}: {force_str(body[:300], errors='replace')}")
        return body

    def status(self, address: str) -> int:
        answer = self.client.get(address)
        answer.close()
        return answer.status_code


def model(name: str) -> type[models.Model]:
    return apps.get_model(name)


def command(name: str, *arguments: str) -> tuple[bool, str]:
    """Return whether a command ended well, and what it said."""
    said = StringIO()
    try:
        call_command(name, *arguments, stdout=said)
    except CommandError as error:
        return False, f"{said.getvalue()}{error}"
    except SystemExit as end:
        return not end.code, said.getvalue()
    return True, said.getvalue()


def runs() -> Json:
    """Recompute every finished run."""
    finished = model("awards.ScoreRun").objects.exclude(result_digest="")
    keys = finished.order_by("pk").values_list("public_id", flat=True)
    found = {str(key): json.loads(command("verify", str(key), "--json")[1]) for key in keys}
    for answer in found.values():
        del answer["engine_version"]  # of who verifies; a run's own stands among what the API shows
    return found


def publications() -> Json:
    """Return each publication as it was signed, and what the verifier says of its file under the key it names."""
    rows = model("awards.Publication").objects.order_by("pk")
    found = {}
    for row in rows.values("public_id", "number", "digest", "signature", "public_key", "payload"):
        payload, key = row.pop("payload"), str(row.pop("public_id"))
        file = {**row, "payload": json.loads(payload)}
        found[key] = {**row, "payload": payload, "checks": checked_file(json.dumps(file).encode(), row["public_key"])}
    return found


def proofs() -> list[Json]:
    """Return what `prove` says of each publication, and of a database that keeps less than it should."""
    return [json.loads(line) for line in command("prove", "--all", "--json")[1].splitlines()]


def checked_file(content: bytes, public_key: str) -> dict[str, bool | None]:
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(content)
        file.flush()
        said = command("verify", "--bundle", file.name, "--public-key", public_key, "--json")[1]
    return {check["check"]: check["is_sound"] for check in json.loads(said)["checks"]}


def people() -> Json:
    """Return who there is and what each is allowed to be."""
    users = model("accounts.User").objects.order_by("pk")
    roles = model("accounts.RoleAssignment").objects.order_by("user__username", "role", "region_code", "office_code")
    return {
        "users": list(users.values("username", "full_name", "email", "is_active", "is_staff", "is_superuser")),
        "roles": list(roles.values("user__username", "role", "region_code", "office_kind", "office_code")),
    }


def answers() -> list[Json]:
    """Return what offices wrote and juries marked, row by row."""
    written = model("awards.Answer").objects.order_by("pk").values("submission__public_id", "question", "value", "note")
    marks = (
        model("awards.Mark")
        .objects.order_by("pk")
        .values("scorecard__entry__public_id", "scorecard__juror__user__username", "criterion", "value")
    )
    return [{key: str(value) for key, value in row.items()} for row in (*written, *marks)]


def rooms(names: list[str], password: str) -> dict[str, list[str]]:
    """Return which rooms stand open to anybody and, signed in with the password of before, to each of these people."""
    visitors = {"anybody": Visitor(), **{name: Visitor.signed_in(name, password) for name in names}}
    return {name: [room for room in ROOMS if visitor.status(room) == 200] for name, visitor in visitors.items()}


def shown(address: str, visitor: Visitor) -> Any:
    """Return what an address prints, by what kind of thing it is."""
    path = urlsplit(address).path
    if path.startswith("/api/"):
        return list(listed(address, visitor))
    body = visitor.content(address)
    if path.endswith(".xlsx"):
        return workbook_cells(body)
    if path.endswith(".json"):
        return json.loads(body)
    if path.endswith((".csv", ".toml")):
        return body.decode()
    return pages.tables(body.decode())


def listed(address: str, visitor: Visitor) -> Iterator[Any]:
    """Yield the answer of the API, or the elements of all its pages."""
    following: str | None = address
    while following:
        answer = json.loads(visitor.content(following))
        if not (isinstance(answer, dict) and "results" in answer):
            yield answer
            return
        yield from answer["results"]
        following = answer["next"]


def workbook_cells(body: bytes) -> dict[str, dict[str, str]]:
    book = openpyxl.load_workbook(BytesIO(body))
    return {
        sheet.title: {
            cell.coordinate: f"{type(cell.value).__name__} {cell.value}"
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in book.worksheets
    }


def printed(addresses: dict[str, list[str]], sessions: dict[str, str]) -> Json:
    """Return what each address prints for each reader: for `anybody`, or for whom the session of that name is."""
    visitors = {reader: Visitor(sessions.get(reader, "")) for reader in addresses}
    return {
        reader: {address: shown(address, visitors[reader]) for address in wanted}
        for reader, wanted in addresses.items()
    }


def read(addresses: dict[str, list[str]], left: Json) -> Json:
    """Return everything that must be as it was."""
    return {
        "audit": list(command("audit_verify", "--anchor", left["anchor"])),
        "runs": runs(),
        "publications": publications(),
        "proofs": proofs(),
        "people": people(),
        "written": answers(),
        "rooms": rooms(left["people"], left["password"]),
        "printed": printed(addresses, left["sessions"]),
    }
