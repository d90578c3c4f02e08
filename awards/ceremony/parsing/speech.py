"""What is said on a stage: numbers in words, and how long a text takes to read. Official words are Indonesian."""

import math
import re

DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
ORDINALS = {1: "pertama"}
WORDS_A_SECOND = 2
"""A speaker on a stage: 120 words a minute, pauses counted in."""
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
NUMERAL = re.compile(r"^(?P<word>.*?)\s*\b(?P<numeral>[IVX]+|\d+)$")


def in_roman(number: int) -> str:
    written = ""
    for value, sign in ROMAN:
        while number >= value:
            written += sign
            number -= value
    return written


def whole_in_words(number: int) -> str:
    """Return a number below one million in words."""
    if number < 10:
        return DIGITS[number]
    if number < 20:
        unit = number - 10
        return {0: "sepuluh", 1: "sebelas"}.get(unit, f"{DIGITS[unit]} belas")
    for size, name, single in ((1000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", "sepuluh")):
        if number >= size:
            count, rest = divmod(number, size)
            head = single if count == 1 else f"{whole_in_words(count)} {name}"
            return head if not rest else f"{head} {whole_in_words(rest)}"
    return DIGITS[0]


def score_in_words(text: str) -> str:
    """Read a figure as it is printed: `84,73` is "delapan puluh empat koma tujuh tiga"."""
    sign, text = ("minus ", text[1:]) if text.startswith("\N{MINUS SIGN}") else ("", text)
    whole, _comma, decimals = text.replace(".", "").partition(",")
    said = sign + whole_in_words(int(whole))
    return f"{said} koma {' '.join(DIGITS[int(digit)] for digit in decimals)}" if decimals else said


def rank_in_words(rank: int) -> str:
    return ORDINALS.get(rank, f"ke{whole_in_words(rank)}")


def split_label(label: str) -> tuple[str, str]:
    """Return word and numeral of a prize: "Juara II" is ("Juara", "II"); without a numeral the second is empty."""
    found = NUMERAL.match(label)
    if found is None or not found["word"]:
        return label, ""
    numeral = found["numeral"]
    return found["word"], in_roman(int(numeral)) if numeral.isdigit() and 0 < int(numeral) < 40 else numeral


def reading_seconds(text: str) -> int:
    """Return how long a text takes to be read out, in whole seconds."""
    return math.ceil(len(text.split()) / WORDS_A_SECOND)
