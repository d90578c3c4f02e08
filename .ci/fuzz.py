"""Ask the demo's API odd things as a stranger and as each role; `.ci/nightly fuzz`.

    DATABASE_URL=… python .ci/fuzz.py [EXAMPLES]

It fills the database named by DATABASE_URL with the demo, serves it on a port of its own and lets Schemathesis compare
each answer with the API's own schema: EXAMPLES requests to each address as a stranger (300), a fifth of them as one
person of each role, signed in and, for those whose machines may read drafts, with a token. The exit code is 1 when an
answer is wrong.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 300.0
SHARE = 5
SIGN_IN = """
import json
from importlib import import_module
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.middleware.csrf import _get_new_csrf_string
from django.utils import timezone
from awards.api.issuing import issue_token
from awards.demo import people
from paritrana.accounts.models import User

def session_of(user):
    store, now = import_module(settings.SESSION_ENGINE).SessionStore(), timezone.now().timestamp()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store["account_authentication_methods"] = [
        {"method": "password", "at": now}, {"method": "mfa", "type": "totp", "at": now}
    ]
    store.save()
    return store.session_key

ONE_OF_EACH = (
    people.ORGANISER, people.AUDITOR, people.SECRETARIAT, people.VERIFIER_NTB, people.OFFICER_NTB
)
for name in (*(person.username for person in ONE_OF_EACH), people.juror_name(1)):
    user = User.objects.get(username=name)
    TOTP.activate(user, generate_totp_secret())
    word = _get_new_csrf_string()
    # The token first: whoever is signed in may revoke it.
    if name in (people.ORGANISER.username, people.AUDITOR.username):
        _row, token = issue_token(user=user, at=timezone.now())
        print(json.dumps([f"{name}, token", {"Authorization": f"Token {token}"}]))
    cookies = {settings.SESSION_COOKIE_NAME: session_of(user), settings.CSRF_COOKIE_NAME: word}
    print(json.dumps([name, {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "X-CSRFToken": word,
    }]))
"""


def manage(*words: str) -> str:
    done = subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"manage.py {words[0]} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def callers() -> list[tuple[str, dict[str, str]]]:
    """Everybody who asks, with the headers that say so; a token is shown once, so they are made here."""
    lines = [
        line for line in manage("shell", "--no-imports", "--command", SIGN_IN).splitlines() if line.startswith("[")
    ]
    return [("stranger", {}), *((name, headers) for name, headers in map(json.loads, lines))]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError:
            time.sleep(1)
    raise SystemExit(f"Nothing answered at {address}.")


def faults_as(address: str, headers: dict[str, str], examples: int) -> int:
    given = [word for name, value in headers.items() for word in ("--header", f"{name}: {value}")]
    # Whoever is signed in by a cookie is so in each request; the check would take that for an open door.
    excluded = "negative_data_rejection,ignored_auth" if headers else "negative_data_rejection"
    command = [
        str(Path(sys.executable).parent / "schemathesis"), "run", f"{address}/api/schema/",
        "--request-timeout", "60", "--max-examples", str(examples), "--exclude-checks", excluded,
        "--continue-on-failure", "--no-color", *given,
    ]  # fmt: skip
    if not headers:
        command += ["--include-method", "GET"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main(arguments: list[str]) -> int:
    examples = int(arguments[0]) if arguments else 300
    os.environ |= {"LOG_LEVEL": "ERROR", "API_ANON_RATE": "1000000/hour"}
    manage("demo")
    asking = callers()
    port = free_port()
    server = subprocess.Popen([sys.executable, "manage.py", "up", "--port", str(port)], cwd=ROOT)
    address, results = f"http://127.0.0.1:{port}", {}
    try:
        wait_for(f"{address}/health/", server)
        for name, headers in asking:
            print(f"\n== {name}", flush=True)
            results[name] = faults_as(address, headers, examples if not headers else max(examples // SHARE, 1))
    finally:
        server.terminate()
        server.wait(60)
    print("\n".join(f"{'wrong' if code else 'held':6} {name}" for name, code in results.items()))
    return int(any(results.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
