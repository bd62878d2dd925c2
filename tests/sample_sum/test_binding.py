"""The observations of a sum are bound: nothing that SymPy does from outside may reach them."""

import os
import pickle
import subprocess
import sys

import pytest
from sympy import Dummy, S, Symbol, cse, exp, limit, log, series, symbols

from symmle.sample_sum import Sample, SampleSum, Statistic, definition, sample_mean, sample_size

x, y = symbols("x y", positive=True)
a, mu = symbols("a mu", real=True)
SAMPLE = Sample((x, y))
n = sample_size(SAMPLE)


def total(summand):
    return SampleSum(summand, SAMPLE)


NODE = total(exp(-a * x) * log(y))


def test_observations_are_not_free():
    assert NODE.free_symbols == {a}
    assert sample_mean(x, SAMPLE).free_symbols == set()
    assert total(log(y + total(x * exp(-mu * x)))).free_symbols == {mu}
    assert not NODE.has(x)


# each of these would reach into a plain sum
REACHES = [
    lambda node: node.subs(x, 2),
    lambda node: node.xreplace({x: S(2)}),
    lambda node: node.subs({x: y, y: x}, simultaneous=True),
    lambda node: node.replace(x, Symbol("z")),
    lambda node: node.xreplace({exp(-a * x): S.One}),
    lambda node: node.subs(log(y), 5),
]


@pytest.mark.parametrize("reach", REACHES)
def test_a_substitution_does_not_reach_an_observation(reach):
    assert reach(NODE) == NODE
    assert reach(NODE + sample_mean(x, SAMPLE)) == NODE + sample_mean(x, SAMPLE)


def test_only_the_free_occurrence_is_replaced():
    assert (x + total(log(x + a))).xreplace({x: S(2)}) == 2 + total(log(x + a))


def test_a_parameter_is_replaced_and_the_form_stays_normal():
    assert NODE.xreplace({a: S.Zero}) == total(log(y))
    assert NODE.subs(a, 2 * mu) == total(exp(-2 * mu * x) * log(y))
    assert total(log(x + a)).subs(a, 0) == total(log(x))
    assert total((x - a) ** 2).xreplace({a: sample_mean(x, SAMPLE)}) == total(
        (x - sample_mean(x, SAMPLE)) ** 2
    )


@pytest.mark.parametrize("captured", [x, 2 * y, x + a, log(x)])
def test_capture_is_refused(captured):
    with pytest.raises(ValueError, match="captured"):
        NODE.subs(a, captured)
    with pytest.raises(ValueError, match="captured"):
        NODE.xreplace({a: captured})


def test_a_statistic_put_in_captures_nothing():
    inner = total(x)
    nested = total(log(y + a)).xreplace({a: inner})
    assert nested == total(log(y + inner))
    assert nested.xreplace({inner: S(3)}) == total(log(y + 3)), "a nested sum is a value of its own"


def test_common_subexpressions_stay_outside():
    pair = [total(exp(-a * x) * x), total(exp(-a * x)), exp(a) + NODE]
    replaced, _ = cse(pair)
    for _, expression in replaced:
        assert expression.free_symbols.isdisjoint({x, y})
        assert not expression.has(exp(-a * x))


def test_limits_and_series_are_refused():
    with pytest.raises(NotImplementedError, match="its terms are not known"):
        series(NODE, a, 0, 2)
    with pytest.raises(NotImplementedError):
        limit(NODE / a, a, 0)
    with pytest.raises(NotImplementedError):
        limit(NODE, a, S.Infinity)


# expressions whose contents must survive
KEPT = [
    NODE,
    n,
    total(log(y + total(x))),
    Statistic("gap", (x, log(x)), SAMPLE) + a * Statistic("covariance", (x, y), SAMPLE),
    Statistic("maximum", (x * y,), SAMPLE) ** 2 / NODE,
]


@pytest.mark.parametrize("kept", KEPT)
def test_pickling_keeps_everything(kept):
    again = pickle.loads(pickle.dumps(kept))
    assert again == kept
    assert hash(again) == hash(kept)
    assert str(again) == str(kept)
    assert again.free_symbols == kept.free_symbols


def test_rebuilding_from_arguments_gives_the_node():
    for node in (NODE, total(log(y + total(x)))):
        assert node.func(*node.args) == node
        assert node.doit() == node


def test_assumptions_follow_the_summand():
    assert total(x).is_positive
    assert total(-x * y).is_negative
    assert total(x - y).is_positive is None
    assert n.is_positive
    assert n.is_integer is None, "weights need not be whole"
    assert Statistic("variance", (x,), SAMPLE).is_nonnegative
    assert Statistic("variance", (x,), SAMPLE).is_positive is None
    assert Statistic("covariance", (x, y), SAMPLE).is_nonnegative is None
    assert sample_mean(x - y, SAMPLE).is_positive is None
    assert Statistic("count", (x > 1,), SAMPLE).is_nonnegative


def test_the_size_is_printed_by_its_name():
    assert str(sample_size(Sample((x,), size_name="N"))) == "N"
    assert str(NODE) == "sum(exp(-a*x)*log(y))"
    assert str(Statistic("covariance", (x, y), SAMPLE)) == "covariance(x, y)"
    gap = Statistic("gap", (x, 1 / x), SAMPLE)
    assert str(definition(2 * gap)) == "2*mean(1/x) - 2/mean(x)"


PROGRAM = """
from sympy import exp, log, symbols
from symmle.sample_sum import Sample, SampleSum, sample_mean, sample_nodes
x, y, z = symbols("x y z", positive=True)
a, b, c, d = symbols("a b c d", real=True)
sample = Sample((x, y, z))
parts = [exp(-a * x), log(y + b), x ** c * z, exp(-d * y) * z, log(x + sample_mean(z, sample))]
sums = [SampleSum(part, sample) for part in parts]
whole = sum(s * (i + 2) / (1 + s) for i, s in enumerate(sums))
print(sample_nodes(whole), SampleSum(sum(parts), sample), SampleSum(log(x + a * b + c * d), sample).args)
"""


def test_the_order_is_the_same_in_every_process():
    texts = set()
    for seed in ("0", "1", "2024"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
        )
        texts.add(run.stdout)
    assert len(texts) == 1
    assert "Dummy" not in texts.pop()


def test_a_dummy_of_the_same_name_is_no_observation():
    other = Dummy("x", positive=True)
    assert total(other * x) == other * total(x)
    assert total(other * x).subs(other, 3) == 3 * total(x)
