import pytest

pytestmark = pytest.mark.django_db


def test_page_when_only_the_browser_prefers_english_then_it_is_indonesian(client):
    response = client.get("/akun/login/", headers={"accept-language": "en"})

    assert response.headers["Content-Language"] == "id"


def test_choose_language_when_asked_for_english_then_pages_follow_the_cookie(client):
    answer = client.get("/bahasa/en/?next=/akun/login/")
    response = client.get("/akun/login/")

    assert (answer.status_code, answer.url) == (302, "/akun/login/")
    assert response.headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    "target", ["https://lain.example/", "//lain.example/", ""], ids=["other site", "no scheme", "none"]
)
def test_choose_language_when_the_way_back_leaves_the_site_then_goes_home(client, target):
    answer = client.get("/bahasa/en/", {"next": target})

    assert (answer.status_code, answer.url) == (302, "/")


def test_choose_language_when_it_is_not_ours_then_there_is_no_such_page(client):
    assert client.get("/bahasa/fr/").status_code == 404


@pytest.mark.django_db
def test_choose_language_when_signed_in_then_mails_follow_it_too(client, people):
    client.force_login(people.juror)

    client.get("/bahasa/en/")

    people.juror.refresh_from_db()
    people.organiser.refresh_from_db()
    assert (people.juror.language, people.organiser.language) == ("en", "")
