"""Budgets count the same work the same, nest, and leave the interpreter as they found it."""

import sys
import threading
from contextlib import suppress

import pytest
import sympy

from symmle.budget import Attempt, Budget, Outcome, Spent, attempt


def step(number):
    return number + 1


def walk(steps):
    number = 0
    while number < steps:
        number = step(number)
    return number


def use(calls, steps):
    with Budget(calls, "walking") as budget:
        walk(steps)
    return budget.used


def reached(calls):
    seen = []

    def note():
        seen.append(None)

    def forever():
        while True:
            note()

    attempt("noting", calls, forever)
    return len(seen)


def test_the_same_work_costs_the_same():
    assert use(10_000, 500) == use(10_000, 500)
    assert use(10_000, 501) - use(10_000, 500) == 1


def test_it_is_spent_at_the_same_place_every_time():
    assert {reached(137) for _ in range(5)} == {136}  # the first call is forever() itself


def test_enough_is_enough_and_one_fewer_is_not():
    needed = use(10_000, 300)
    assert use(needed, 300) == needed
    with pytest.raises(Spent) as caught:
        use(needed - 1, 300)
    assert caught.value.budget.label == "walking"


def test_a_swallowed_exception_does_not_swallow_spent():
    def stubborn():
        while True:
            with suppress(Exception):
                walk(10)

    result, record = attempt("stubborn", 1000, stubborn)
    assert result is None
    assert record == Attempt("stubborn", record.calls, 1000, Outcome.SPENT)
    assert record.outcome == "spent"


def test_inner_work_counts_for_the_outer_budget():
    with Budget(10_000, "outer") as outer:
        with Budget(5_000, "inner") as inner:
            walk(100)
        walk(100)
    assert inner.used >= 100
    assert outer.used >= inner.used + 100


def test_the_budget_that_ran_out_is_named():
    def inner():
        with Budget(10_000, "inner"):
            walk(5_000)

    with pytest.raises(Spent) as caught, Budget(500, "outer"):
        inner()
    assert caught.value.budget.label == "outer"


def test_an_attempt_passes_on_what_an_enclosing_budget_says():
    with pytest.raises(Spent) as caught, Budget(500, "outer"):
        attempt("inner", 10_000, walk, 5_000)
    assert caught.value.budget.label == "outer"


def test_an_attempt_inside_a_budget_may_be_spent_alone():
    with Budget(10_000, "outer") as outer:
        result, record = attempt("inner", 100, walk, 5_000)
        rest = walk(10)
    assert (result, rest) == (None, 10)
    assert record.outcome == Outcome.SPENT
    assert outer.used < 1000


@pytest.mark.parametrize("calls", [100, 100_000])
def test_a_profiler_is_put_back(calls):
    def profiler(frame, event, argument):
        return None

    before = sys.getprofile()
    sys.setprofile(profiler)
    try:
        attempt("walk", calls, walk, 1000)
        assert sys.getprofile() is profiler
    finally:
        sys.setprofile(before)


def test_only_this_thread_pays():
    go, done = threading.Event(), threading.Event()

    def elsewhere():
        go.wait(10)
        walk(5_000)
        done.set()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    with Budget(2_000, "here") as budget:
        go.set()
        done.wait(10)
    thread.join()
    assert budget.used < 100


def test_the_clock_only_guards(monkeypatch):
    monkeypatch.setattr("symmle.budget.counting.GRACE_SECONDS", 0.0)
    monkeypatch.setattr("symmle.budget.counting.CALLS_PER_SECOND", 1e12)
    result, record = attempt("slow", 10**9, walk, 10**9)
    assert result is None
    assert record.outcome == Outcome.SPENT
    assert record.calls < 10_000


REFUSALS = [
    NotImplementedError("no algorithm"),  # solve, limit
    sympy.PolynomialError("not a polynomial"),  # Poly, groebner
    ValueError("cannot be solved"),  # solveset
    ZeroDivisionError(),  # heuristics in integrate
]


@pytest.mark.parametrize("error", REFUSALS)
def test_a_refusal_is_an_answer(error):
    def decline():
        raise error

    result, record = attempt("decline", 100, decline)
    assert result is None
    assert record.outcome == Outcome.REFUSED


def test_a_defect_is_not_a_refusal():
    with pytest.raises(KeyError):
        attempt("lookup", 100, {}.__getitem__, "absent")


def test_a_value_comes_back_with_its_cost():
    result, record = attempt("walk", 1000, walk, 7)
    assert result == 7
    assert (record.label, record.allowed, record.outcome) == ("walk", 1000, "done")
    assert 7 <= record.calls <= 12


def test_a_budget_may_be_used_again_but_not_within_itself():
    budget = Budget(1000, "again")
    for _ in range(2):
        with budget:
            walk(10)
    first = budget.used
    with budget:
        walk(10)
        with pytest.raises(RuntimeError), budget:
            pass
    assert first >= 10


def test_a_budget_needs_a_call():
    with pytest.raises(ValueError, match="at least one call"):
        Budget(0, "nothing")
