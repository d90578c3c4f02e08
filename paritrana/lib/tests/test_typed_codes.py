"""A code is read as people type it, and one wrong sign is noticed."""

import itertools

import pytest

from paritrana.lib.typed_codes import LENGTH, SIGNS, grouped, is_whole, new_code, read_code


def test_new_code_when_drawn_often_then_whole_and_never_twice():
    codes = [new_code() for _time in range(500)]

    assert all(is_whole(code) and len(code) == LENGTH for code in codes)
    assert len(set(codes)) == 500


def test_code_when_one_sign_is_another_then_never_whole():
    code = new_code()

    others = (code[:place] + sign + code[place + 1 :] for place in range(LENGTH) for sign in SIGNS)

    assert {other for other in others if is_whole(other)} == {code}


def test_code_when_two_signs_change_places_then_never_whole():
    code = "0123456789ABCDE"
    whole = next(code + sign for sign in SIGNS if is_whole(code + sign))

    for first, second in itertools.combinations(range(LENGTH), 2):
        signs = list(whole)
        signs[first], signs[second] = signs[second], signs[first]

        assert not is_whole("".join(signs)) or "".join(signs) == whole


@pytest.mark.parametrize("typed", ["{}", " {} ", "\t{}\n"], ids=["plain", "spaces", "tab"])
def test_read_code_when_typed_as_people_do_then_the_code(typed):
    code = new_code()

    assert read_code(typed.format(grouped(code).lower())) == code
    assert read_code("O" + "I" + "l" + "2" * 13) == "011" + "2" * 13


@pytest.mark.parametrize("typed", ["", "ABC", "?" * LENGTH, "0" * (LENGTH + 1), "ß" * LENGTH, "0" * 100_000])
def test_read_code_when_it_is_none_then_empty(typed):
    assert (read_code(typed), is_whole(typed)) == ("", False)
