"""The officers of `autosave.py`: their offices, and a browser each that does what the form's script does."""

import asyncio
import json
import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from bare_server import TABLE
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from awards.editions.models import StageKind
from awards.rulebooks.models import RulebookState
from awards.rulebooks.parsing.questionnaire import QuestionKind
from awards.rulebooks.selectors.sealed import questionnaire_of
from awards.rulebooks.services import seal_rulebook
from awards.tests.factories.editions import CategoryFactory, RegionFactory, RulebookFactory, StageFactory
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import SubmissionFactory
from paritrana.accounts.tests import factories as people

RULEBOOK = Path(settings.BASE_DIR) / "fixtures" / "rulebooks" / "kabkota-2024-ilustratif.toml"


@dataclass
class Officer:
    """A browser: its cookies, and what it believes of each answer of its section."""

    name: str
    user_id: int
    session: str
    submission: str
    section: str
    questions: list
    csrf: str = ""
    versions: dict = field(default_factory=dict)
    chains: int = 0


@dataclass
class Write:
    """One thing that was typed: `told` is the version that the server named, None while nobody heard a reply."""

    key: str
    value: str
    officer: str
    told: int | None = None
    refused: str = ""


@dataclass
class Record:
    """What all clients sent and were told, and how long it took."""

    writes: dict = field(default_factory=lambda: defaultdict(list))
    times: dict = field(default_factory=lambda: defaultdict(list))
    seen: Counter = field(default_factory=Counter)


def make_category():
    category = CategoryFactory(code="beban")
    text = RULEBOOK.read_text(encoding="utf-8")
    rulebook = RulebookFactory(category=category, text=text, state=RulebookState.DRAFT, sealed_at=None)
    seal_rulebook(rulebook=rulebook, actor=None, at=timezone.now())
    now = timezone.now()
    dates = {"opens_at": now - timedelta(days=30), "closes_at": now + timedelta(days=1)}
    StageFactory(category=category, kind=StageKind.SUBMISSION, hard_closes_at=now + timedelta(days=1), **dates)
    kinds = {QuestionKind.TEXT, QuestionKind.INTEGER}
    sections = [
        (section.code, [question.code for question in section.questions if question.kind in kinds])
        for section in questionnaire_of(rulebook).sections
    ]
    return category, [section for section in sections if section[1]]


def make_officers(count):
    """Every tenth office has two officers in the same section."""
    category, sections = make_category()
    officers = []
    for office in range(count):
        if len(officers) >= count:
            break
        code = f"{11 + office // 90}.{1 + office % 90:02d}"
        RegionFactory(code=code)
        submission = SubmissionFactory(entry=EntryFactory(category=category, code=code))
        section, questions = sections[office % len(sections)]
        for place in range(2 if office % 10 == 0 else 1):
            user = people.entrant(username=f"petugas-{office}-{place}", office_code=code)
            officers.append(
                Officer(user.username, user.pk, session_of(user), str(submission.public_id), section, questions)
            )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (person bigint PRIMARY KEY, value text NOT NULL)")
        cursor.executemany(f"INSERT INTO {TABLE} VALUES (%s, '')", [[officer.user_id] for officer in officers])
    return officers[:count]


def session_of(user):
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return store.session_key


class Client:
    """Asks the server over new connections, as browsers do that save every minute or so."""

    def __init__(self, address):
        self.host, self.port = urlsplit(address).hostname, urlsplit(address).port

    async def ask(self, officer, method, path, fields=None, *, hear=True):
        """Return status, headers and body; with `hear` off, cut the line as soon as the request is out."""
        body = urlencode(fields or {}).encode()
        head = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self.host}:{self.port}",
            f"Cookie: {settings.SESSION_COOKIE_NAME}={officer.session}; csrftoken={officer.csrf}",
            f"X-CSRFToken: {officer.csrf}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            "Connection: close",
        ]
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
            await writer.drain()
            if not hear:
                return 0, "", b""
            answer = await reader.read()
        finally:
            writer.close()
        top, _blank, content = answer.partition(b"\r\n\r\n")
        return int(top.split(b" ", 2)[1]), top.decode("latin-1"), content


async def open_form(client, officer):
    """Open the section as a browser does; the CSRF cookie comes with it."""
    path = reverse("submission-section", args=[officer.submission, officer.section])
    status, top, _content = await client.ask(officer, "GET", path)
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    officer.csrf = next(line.split("csrftoken=")[1].split(";")[0] for line in top.splitlines() if "csrftoken=" in line)


async def save(client, officer, question, record_, *, lose=False):
    """Type something, save it, and do what the form's script does with the reply; tell whether it is stored."""
    officer.chains += 1
    chain, version = f"{officer.name}-{officer.chains}", officer.versions.get(question, 0)
    writes = record_.writes[officer.submission, question]
    write = Write(f"{chain}.1", text_of(officer), officer.name)
    writes.append(write)
    if lose:
        await client.ask(officer, "POST", *saving(officer, question, write, version), hear=False)
        record_.seen["replies lost"] += 1
        if random.random() < 0.5:
            write = Write(f"{chain}.2", text_of(officer), officer.name)
            writes.append(write)
    while True:
        status, reply = await send(client, officer, question, write, version, record_)
        if status == 200:
            write.told = officer.versions[question] = reply["version"]
            record_.seen["saved"] += 1
            return True
        write.refused = reply["reason"]
        record_.seen[f"refused: {write.refused}"] += 1
        if write.refused == "closed":
            return False
        version = officer.versions[question] = reply["current"]["version"]
        officer.chains += 1
        write = Write(f"{officer.name}-{officer.chains}.1", write.value, officer.name)
        writes.append(write)


def text_of(officer):
    return f"{random.randrange(10**9)} {officer.name} " + "mengikutsertakan pekerja rentan " * random.randrange(1, 12)


def saving(officer, question, write, version):
    """Return where an answer is saved, and the fields that save it."""
    path = reverse("submission-autosave", args=[officer.submission, question])
    fields = {question: write.value, f"{question}__note": "", f"{question}__version": version, "write_key": write.key}
    return path, fields


async def send(client, officer, question, write, version, record_):
    path, fields = saving(officer, question, write, version)
    start = time.perf_counter()
    status, _top, content = await client.ask(officer, "POST", path, fields)
    if status not in (200, 409):
        raise SystemExit(f"{path} answered {status}: {content[:300]!r}")
    record_.times["autosave"].append(time.perf_counter() - start)
    return status, json.loads(content)


async def ask_standing(client, officer, record_):
    """What else on the page the answer changed: asked a second after each save."""
    path = reverse("submission-standing", args=[officer.submission, officer.section])
    await asyncio.sleep(1)
    start = time.perf_counter()
    status, _top, _content = await client.ask(officer, "GET", path)
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    record_.times["standing"].append(time.perf_counter() - start)


async def ask_bare(client, officer, record_):
    start = time.perf_counter()
    status, _top, content = await client.ask(officer, "POST", "/bare/", {"text": text_of(officer)})
    if (status, json.loads(content)) != (200, {"updated": 1}):
        raise SystemExit(f"/bare/ answered {status}")
    record_.times["bare"].append(time.perf_counter() - start)


async def be_present(client, officer, record_):
    path = reverse("submission-presence", args=[officer.submission, officer.section])
    known = {question: officer.versions.get(question, 0) for question in officer.questions}
    start = time.perf_counter()
    status, _top, content = await client.ask(officer, "POST", path, {"question": "", **known})
    if status != 200:
        raise SystemExit(f"{path} answered {status}: {content[:300]!r}")
    record_.times["presence"].append(time.perf_counter() - start)
