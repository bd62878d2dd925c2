"""The arithmetic of sign sets, exhaustively: every set, every pair, and nothing lost or gained."""

from itertools import product

import pytest

from symmle.signs import Sign

SINGLE = {Sign.NEGATIVE: (-3, -1), Sign.ZERO: (0,), Sign.POSITIVE: (1, 3)}
SETS = [Sign(number) for number in range(8)]


def members(found):
    return [number for one, numbers in SINGLE.items() if one in found for number in numbers]


def signs_of(numbers):
    found = Sign.NONE
    for number in numbers:
        found |= Sign.POSITIVE if number > 0 else Sign.NEGATIVE if number < 0 else Sign.ZERO
    return found


@pytest.mark.parametrize(("one", "other"), list(product(SETS, SETS)))
def test_sums_and_products_hold_exactly_the_signs_they_can_take(one, other):
    pairs = list(product(members(one), members(other)))
    assert not signs_of(i * j for i, j in pairs) & ~one.times(other)
    assert not signs_of(i + j for i, j in pairs) & ~one.plus(other)
    if pairs:
        assert one.times(other) == signs_of(i * j for i, j in pairs)
    if pairs and Sign.NONZERO not in (one, other):  # z + 0 is left open, which is no mistake
        assert one.plus(other) == signs_of(i + j for i, j in pairs)


@pytest.mark.parametrize("one", SETS)
def test_questions_about_a_set(one):
    numbers = members(one)
    assert -one == signs_of(-number for number in numbers)
    assert one.is_nonnegative == all(number >= 0 for number in numbers)
    assert one.is_nonpositive == all(number <= 0 for number in numbers)
    assert one.is_nonzero == all(number != 0 for number in numbers)
