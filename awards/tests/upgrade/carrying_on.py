"""Go on with what was left unfinished in an installation, as its people would. Runs inside the installation."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from awards.tests.upgrade import pages
from awards.tests.upgrade.reading import Visitor, command, model, workbook_cells

Json = dict[str, Any]

PATIENCE_SECONDS = 900
LIVE = ("queued", "running")
NEW_PASSWORD = "rekan-baru-di-kantor-51"


def carry_on(left: Json) -> Json:
    """Return what came of each piece of work. A worker runs beside this."""
    return {
        "form": _form(left),
        "invitation": _invitation(left),
        "card": _card(left),
        "verification": _verification(left),
        "token": _token(left),
        "wrong password": _wrong_password(left),
        "jobs": _jobs(left),
        "imports": _imports(left),
        "letter": _letter(left),
        "workbook": workbook_cells(Visitor().content(left["workbook"])),
        "new run": _new_run(left),
        "audit": list(command("audit_verify", "--anchor", left["anchor"])),
    }


def _as(name: str, left: Json) -> Visitor:
    """Come back with the session that was open during the upgrade."""
    return Visitor(left["sessions"][name])


def _form(left: Json) -> Json:
    """Save as a page that stayed open saves, finish the upload from where it broke off, answer the rest, send."""
    officer, form, upload = _as("petugas", left), left["form"], left["upload"]
    typed = pages.form_with(officer.content(f"{form}pekerja-rentan/").decode(), "pekerja_rentan").fields
    content = Path(settings.MEDIA_ROOT, upload["content"]).read_bytes()
    rest = content[upload["received"] :]
    piece = officer.client.post(
        f"{upload['address']}?offset={upload['received']}", rest, content_type="application/octet-stream"
    )
    saved = [
        _saved(officer, form, "pekerja_rentan", {"pekerja_rentan": "1235", "pekerja_rentan__version": "1"}),
        _saved(
            officer, form, "non_asn_terlindungi", {"non_asn_terlindungi": "900", "non_asn_terlindungi__version": "0"}
        ),
        _saved(officer, form, "peraturan", REGULATION),
    ]
    paper = SimpleUploadedFile("peraturan.pdf", content, content_type="application/pdf")
    begun = officer.client.post(f"{form}unggah/peraturan/", {"name": paper.name, "size": len(content)}).json()
    whole = officer.client.post(f"{begun['address']}?offset=0", content, content_type="application/octet-stream")
    sent = officer.client.post(f"{form}kirim/", {"statement": "1"})
    return {
        "typed before": [
            typed["pekerja_rentan"],
            typed["pekerja_rentan__note"].strip(),
            typed["pekerja_rentan__version"],
        ],
        "saved": saved,
        "upload": [piece.status_code, piece.json().get("sha256"), whole.status_code],
        "sent": [sent.status_code, sent.headers.get("Location")],
        "receipt": officer.status(f"{form}tanda-terima/"),
    }


REGULATION = {
    "peraturan__version": "0",
    "peraturan-rows": "1",
    "peraturan-0-rank": "perda",
    "peraturan-0-number": "6",
    "peraturan-0-year": "2023",
    "peraturan-0-title": "Perlindungan pekerja",
    "peraturan-0-page": "2",
    "peraturan-0-budget": "on",
}


def _saved(officer: Visitor, form: str, question: str, fields: dict[str, str]) -> list[object]:
    answer = officer.client.post(f"{form}jawaban/{question}/", fields)
    stored = answer.json()
    return [answer.status_code, stored.get("version"), stored.get("message", "")]


def _invitation(left: Json) -> Json:
    """Accept the link that was sent before, with a new account, and see the office's form."""
    guest = Visitor()
    shown = guest.status(left["invitation"])
    account = {"full_name": "Ni Luh Rekan", "username": "rekan.badung", "password": NEW_PASSWORD}
    accepted = guest.client.post(left["invitation"], account)
    colleague = Visitor.signed_in("rekan.badung", NEW_PASSWORD)
    return {"link": shown, "accepted": accepted.status_code, "form": colleague.status(left["form"])}


def _card(left: Json) -> Json:
    """Save the next mark over the one that the open sheet knows, then one that it no longer knows."""
    juror, card = _as(left["card"]["juror"], left), left["card"]
    known = pages.form_with(juror.content(card["address"]).decode(), f"{card['criterion']}-value").fields
    mark = {"criterion": card["criterion"], "rationale": "Jawaban lisan", "version": str(card["version"])}
    answers = [juror.client.post(f"{card['address']}simpan/", {**mark, "value": value}).status_code for value in "89"]
    return {"value before": known[f"{card['criterion']}-value"], "saved, then stale": answers}


def _verification(left: Json) -> Json:
    officer = _as("verifikator.bali", left)
    ruling = pages.form_with(officer.content(left["verification"]).decode(), "verdict").fields
    given = officer.client.post(left["verification"], {**ruling, "verdict": "accepted"})
    return {"given": given.status_code}


def _token(left: Json) -> Json:
    """Read every run by the token that a machine holds; a token that was never issued opens nothing."""
    machine, stranger = Visitor(), Visitor()
    machine.client.defaults["HTTP_AUTHORIZATION"] = f"Token {left['token']}"
    stranger.client.defaults["HTTP_AUTHORIZATION"] = f"Token {left['token'][::-1]}"
    return {"runs": machine.status("/api/v1/runs/"), "invented": stranger.status("/api/v1/runs/")}


def _wrong_password(left: Json) -> int:
    return Visitor().client.post("/akun/login/", {"login": "auditor", "password": left["password"][::-1]}).status_code


def _jobs(left: Json) -> Json:
    """Wait until the worker has settled every job that waited, then ask each one's own page."""
    keys, jobs = left["jobs"], model("jobs.Job").objects
    deadline = time.monotonic() + PATIENCE_SECONDS
    while jobs.filter(pk__in=keys.values(), state__in=LIVE).exists() and time.monotonic() < deadline:
        time.sleep(0.5)
    organiser = _as("panitia", left)
    found = {kind: organiser.client.get(f"/pekerjaan/{key}/status.json").json() for kind, key in keys.items()}
    return {
        kind: [job["state"], job["error"], organiser.status(job["result"] or "/meja/")] for kind, job in found.items()
    }


def _imports(left: Json) -> Json:
    batches = model("imports.ImportBatch").objects
    return {step: batches.get(pk=key).state for step, key in left["imports"].items()}


def _letter(left: Json) -> Json:
    """Return what became of the letter that waited in the outbox, and how often it left."""
    mails = model("mail.Mail").objects.filter(subject=left["letter"]["subject"], address=left["letter"]["to"])
    files = [file.read_text(errors="replace") for file in Path(settings.EMAIL_FILE_PATH).glob("*")]
    written = sum(file.count(f"Subject: {left['letter']['subject']}\n") for file in files)
    return {"state": [mail.state for mail in mails], "written": written}


def _new_run(left: Json) -> Json:
    subject = model("jobs.Job").objects.get(pk=left["jobs"]["score-run"]).subject_id
    run = model("awards.ScoreRun").objects.get(pk=subject)
    return {"state": run.state, "is sound": command("verify", str(run.public_id))[0]}
