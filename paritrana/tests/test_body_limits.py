import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse

from paritrana.lib.body_limits import BY_ADDRESS, FILES, FORM, IMPORT, MEGABYTE, PIECE, RULEBOOK, body_limit
from paritrana.middleware import BodyLimitMiddleware

KEY = "11111111-1111-4111-8111-111111111111"


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/", FORM),
        ("/akun/login/", FORM),
        ("/api/v1/editions/", FORM),
        (f"/isian/{KEY}/jawaban/story/", FORM),
        (f"/isian/{KEY}/unggah/bagian/{KEY}/", PIECE),
        (f"/isian/{KEY}/rentan/", FILES),
        ("/impor/", IMPORT),
        (f"/impor/{KEY}/perbaiki/", IMPORT),
        (f"/impor/{KEY}/perbaiki/unggah/", FORM),
        ("/impor/unggah/", FORM),
        (f"/impor/unggah/bagian/{KEY}/", PIECE),
        (f"/isian/{KEY}/unggah/bagian/lembar/{KEY}/", PIECE),
        ("/panel/awards/rulebook/add/", RULEBOOK),
        ("/panel/awards/entry/add/", FORM),
    ],
)
def test_body_limit_when_asked_for_a_path_then_what_is_taken_there(path, limit):
    assert body_limit(path) == limit


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "path", "size", "status"),
    [
        pytest.param(None, "/akun/login/", 2 * MEGABYTE, 413, id="a form from anybody"),
        pytest.param(None, "/impor/", 2 * MEGABYTE, 413, id="an import from nobody"),
        pytest.param("entrant", "/impor/", 2 * MEGABYTE, 413, id="an import from an entrant"),
        pytest.param("organiser", "/impor/", 200 * MEGABYTE, None, id="an import from an organiser"),
        pytest.param("secretariat", "/impor/", 200 * MEGABYTE, None, id="an import from a secretariat"),
        pytest.param("organiser", "/impor/", 600 * MEGABYTE, 413, id="more than any import"),
        pytest.param(None, f"/isian/{KEY}/rentan/", 2 * MEGABYTE, 413, id="a file from nobody"),
        pytest.param("entrant", f"/isian/{KEY}/rentan/", 20 * MEGABYTE, None, id="a file from an entrant"),
    ],
)
def test_request_when_more_is_announced_than_taken_then_refused_before_a_byte_is_read(people, who, path, size, status):
    class Unread:
        def read(self, *_size):
            raise AssertionError("it was read")

    request = RequestFactory().post(path, content_type="multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = str(size)
    request._stream = Unread()
    request.user = getattr(people, who) if who else people.stranger.__class__(is_active=False)
    if who is None:
        request.user = type("Nobody", (), {"is_authenticated": False})()
    passed = []

    answer = BodyLimitMiddleware(lambda asked: passed.append(asked))(request)

    assert (answer.status_code if answer else None, bool(passed)) == (status, status is None)


def test_proxy_when_its_configuration_is_read_then_its_limits_are_ours():
    text = Path(settings.BASE_DIR, "docker/nginx.conf.template").read_text()

    written = re.findall(r'location ~ "\^(\S+)" \{[^}]*?client_max_body_size (\d+)m;', text)

    assert {(path, int(size) * MEGABYTE) for path, size in written} == {
        (pattern.pattern, limit) for pattern, limit in BY_ADDRESS
    }
    assert re.search(r"^\s{2}client_max_body_size 1m;", text, re.MULTILINE)


@pytest.mark.django_db
def test_sign_in_when_a_gigabyte_is_announced_then_told_in_words(client):
    answer = client.post(reverse("account_login"), {"login": "a"}, CONTENT_LENGTH=str(1024 * MEGABYTE))

    assert (answer.status_code, "1 MB" in answer.content.decode()) == (413, True)
