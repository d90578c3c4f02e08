"""The schema: written for readers of both languages, and for several readers at once."""

import threading
import time

from django.utils import translation
from drf_spectacular import plumbing
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.settings import spectacular_settings

READERS = 4


def written(language):
    with translation.override(language):
        return spectacular_settings.DEFAULT_GENERATOR_CLASS().get_schema(request=None, public=True)


def descriptions(part):
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "description" and isinstance(value, str):
                yield value
            yield from descriptions(value)
    elif isinstance(part, list):
        for one in part:
            yield from descriptions(one)


def test_schema_when_read_in_english_then_every_description_is_english():
    indonesian, english = (list(descriptions(written(language))) for language in ("id", "en"))

    assert len(indonesian) == len(english) > 50
    assert written("en")["info"]["description"].startswith("Results, rules and reference figures for machines.")
    assert "Semua edisi, periode terbaru dahulu." in indonesian
    same = {one for one in english if one in set(indonesian) and " " in one and "`" not in one}
    assert same == {"No response body", 'Token-based authentication with required prefix "Token"'}  # the package's own


def test_schema_when_several_ask_first_at_once_then_each_gets_it(monkeypatch):
    """The class of an absent package is looked for by the first who writes the schema."""
    extension = next(one for one in OpenApiAuthenticationExtension._registry if one.target_class is None)
    monkeypatch.setattr(extension, "target_class", "paritrana.absent.Scheme")
    look = plumbing.import_string

    def slowly(name):
        time.sleep(0.05)
        return look(name)

    monkeypatch.setattr(plumbing, "import_string", slowly)
    answers, start = [], threading.Barrier(READERS)

    def ask():
        start.wait()
        try:
            answers.append(len(written("id")["paths"]))
        except AttributeError as fault:
            answers.append(str(fault))

    readers = [threading.Thread(target=ask) for _ in range(READERS)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()

    assert len(answers) == READERS
    assert set(answers) == {len(written("id")["paths"])}
