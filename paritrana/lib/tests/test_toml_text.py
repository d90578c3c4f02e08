import time
import tomllib
from decimal import Decimal

import pytest

from paritrana.lib.toml_text import TomlExcessError, parse_toml

EXCESS = {
    "one dotted key": "a." * 9000 + "a = 1",
    "a dotted table": "[" + "a." * 9000 + "a]",
    "a key of quoted parts": '"a".' * 5000 + "a = 1",
    "blanks between the dots": "a . " * 5000 + "a = 1",
    "dotted keys inside a line": "x = {" + "a." * 9000 + "a = 1}",
    "a number of 100,000 digits": "a = " + "9" * 100_000,
    "digits with lines between": "a = " + "9_" * 50_000 + "9",
    "a far exponent": "a = 1e999999999",
    "deep brackets": "a = " + "[" * 5000 + "]" * 5000,
    "ten thousand tables": "\n[[criteria]]" * 10_000,
    "two megabytes": "# x\n" * 500_000,
    "quotes that never end": "a." * 9000 + 'a = "' + '\\"' * 9000,
}


@pytest.mark.parametrize("text", EXCESS.values(), ids=EXCESS.keys())
def test_parse_toml_when_the_text_is_excessive_then_refused_at_once(text):
    began = time.process_time()

    with pytest.raises(TomlExcessError):
        parse_toml(text)

    assert time.process_time() - began < 1


def test_parse_toml_when_a_text_only_speaks_of_it_then_read():
    text = f'note = "{"a." * 9000}{"9" * 5000}"\n# {"[" * 9000}\nweight = 0.25\nlong = """\n{"[a.b]" * 900}\n"""\n'

    document = parse_toml(text)

    assert document["weight"] == Decimal("0.25")
    assert set(document) == {"note", "weight", "long"}


def test_parse_toml_when_it_is_none_then_says_where():
    with pytest.raises(tomllib.TOMLDecodeError, match="line 1, column 8"):
        parse_toml("code = ]")
