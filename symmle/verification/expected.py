"""Verdicts on claims about expected values: the information of one observation, the bias of estimators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sympy import Expr, Float, Integer, Pow, S, Symbol, log, sign

from symmle.declaration import FrozenMapping, Model
from symmle.declaration.mass import generic_points
from symmle.errors import DerivationError
from symmle.exact import NotEvaluable, evaluate, evaluate_number
from symmle.information import (
    Bias,
    Order,
    Point,
    Source,
    biases,
    expectations_of,
    expected_information,
    tidy,
)
from symmle.sample_sum import sample_size
from symmle.signs import Facts
from symmle.solution import Solution
from symmle.verification.analysis import Analysis, Solved, solve
from symmle.verification.claims import Claim
from symmle.verification.comparison import same, shown
from symmle.verification.normal_form import is_zero
from symmle.verification.verdict import Counterexample, Outcome, Verdict

AGREEMENT: Final = 1e-9  # of a claim with a number that was found by quadrature
DOUBT: Final = 1_000  # times the estimated error: a refutation needs a larger difference
SIZES: Final = (5, 2, 9)
LARGE: Final = 10**8

Values = Mapping[Symbol, Any]


def judge_information(
    claim: Claim, names: tuple[str, str], model: Model, analysis: Analysis | None
) -> Verdict:
    """Compare a claim with E[score score'] of one observation, given its covariates.

    Without an analysis, as where the density has a kink in a parameter, the score is the derivative that it
    has almost everywhere.
    """
    derived, steps = _proved_information(names, model, analysis)
    facts = Facts.of(model.domains)
    if derived is not None and steps and is_zero(claim.expression - derived, _parameters(model), facts):
        return Verdict(claim.subject, Outcome.PROVED, claim.text, derived, steps=steps)
    return _by_quadrature(claim, names, model, derived)


def _parameters(model: Model) -> tuple[Symbol, ...]:
    return tuple(model.symbols[name] for name in model.parameters)


def _proved_information(
    names: tuple[str, str], model: Model, analysis: Analysis | None
) -> tuple[Expr | None, tuple[str, ...]]:
    """Give the entry in closed form, with the argument; without one where a step of it is assumed."""
    if analysis is None:
        return _constant_product(names, model)
    derivatives = analysis.derivatives
    found = expected_information(derivatives)
    entry = found.per_observation[names]
    if entry is None:
        return None, ()
    source = found.sources[names]
    told = f"The information of one observation is {entry}, by {source}."
    if source is Source.SUPPORT:
        return entry, (told,)
    if not derivatives.reduction.sums:
        reason = (
            "In an exponential family, derivative and integral may be exchanged inside the natural space."
        )
        return entry, (told, reason)
    outer = expectations_of(derivatives).mean(
        derivatives.row_score[names[0]] * derivatives.row_score[names[1]]
    )
    if outer is not None and outer.source is Source.INTEGRALS and tidy(outer.value - entry) == 0:
        return entry, (told, "The mean of the product of the scores is the same, by its own integral.")
    return entry, ()


def _constant_product(names: tuple[str, str], model: Model) -> tuple[Expr | None, tuple[str, ...]]:
    """The mean of a product of scores that is constant almost everywhere, as sign(u)**2 = 1."""
    product = _score_product(names, model).replace(_is_squared_sign, lambda _: S.One)
    observed = {model.symbols[name] for name in model.data}
    if product.free_symbols & observed or not model.normalised:
        return None, ()
    told = f"The product of the scores is {tidy(product)} almost everywhere, and the density has mass one."
    return tidy(product), (told,)


def _is_squared_sign(part: Expr) -> bool:
    return isinstance(part, Pow) and part.exp == 2 and isinstance(part.base, sign)


def _score_product(names: tuple[str, str], model: Model) -> Expr:
    row = _log_density(model)
    first, second = (Integer(1) * row.diff(model.symbols[name]) for name in names)
    return (first * second).expand()


def _log_density(model: Model) -> Expr:
    return model.log_density if model.log_density is not None else log(model.density)


def _by_quadrature(claim: Claim, names: tuple[str, str], model: Model, derived: Expr | None) -> Verdict:
    """Try a claim at three points against numbers."""
    tried = 0
    product = _score_product(names, model)
    for values in _points(model):
        try:
            found = Point(model, values).mean(product)
            claimed = evaluate(claim.expression, values)
        except (NotEvaluable, DerivationError):
            continue
        gap, size = abs(float(claimed) - found.value), max(abs(found.value), abs(float(claimed)), 1e-6)
        if not found.error <= AGREEMENT * size:
            continue
        if gap > max(AGREEMENT * size, DOUBT * found.error):
            return _refuted_information(claim, values, found.value, derived)
        tried += 1
    if not tried:
        told = "the mean of the product of the scores was not found to enough digits at any point"
        return Verdict(claim.subject, Outcome.UNDECIDED, claim.text, derived, told)
    told = f"it agrees with quadrature at {tried} points, but is not proved"
    return Verdict(claim.subject, Outcome.SUPPORTED, claim.text, derived, told)


def _points(model: Model) -> Iterator[dict[Symbol, Expr]]:
    data = {model.symbols[name] for name in model.data}
    return generic_points({symbol: domain for symbol, domain in model.domains.items() if symbol not in data})


def _refuted_information(claim: Claim, values: Values, number: float, derived: Expr | None) -> Verdict:
    claimed = evaluate_number(claim.expression, values)
    exact = Float(number, 15) if derived is None else shown(evaluate_number(derived, values))
    how = "by quadrature" if derived is None else "in closed form"
    return Verdict(
        claim.subject,
        Outcome.REFUTED,
        claim.text,
        derived,
        f"{_slip(float(claimed), number)}E[score score'] of one observation, {how}, is another number",
        _example(values, shown(claimed), exact),
    )


def _slip(claimed: float, true: float) -> str:
    """Name the usual slips by their numbers."""
    if abs(claimed + true) <= AGREEMENT * abs(true):
        return "it has the wrong sign: "
    if abs(claimed * true - 1) <= AGREEMENT:
        return "it is the inverse of the information, which is a variance: "
    return ""


def _example(values: Values, claimed: Expr, derived: Expr) -> Counterexample:
    return Counterexample(
        FrozenMapping({}),
        FrozenMapping({str(s): Integer(1) * v for s, v in values.items()}),
        claimed,
        derived,
    )


def judge_bias(claim: Claim, name: str, analysis: Analysis) -> Verdict:
    """Compare a claim with the bias of the derived estimator over samples of n rows with unit weights."""
    solved = solve(analysis.model)
    found = biases(_whole(solved))
    bias = found.get(name)
    if bias is None:
        return Verdict(claim.subject, Outcome.UNDECIDED, claim.text, diagnosis=found.why)
    return _Bias(claim, bias, solved, analysis).judged()


def _whole(solved: Solved) -> Solution:
    """Give the solution with the ends of the domain at which its maximum may lie."""
    return replace(solved.solution, boundaries=solved.certificate.boundaries)


@dataclass(frozen=True, slots=True)
class _Bias:
    """A claimed bias beside the one that was derived."""

    claim: Claim
    bias: Bias
    solved: Solved
    analysis: Analysis

    def judged(self) -> Verdict:
        """Prove or refute by an exact bias; support or leave open by a first-order one."""
        claim, bias = self.claim, self.bias
        if bias.order is Order.FIRST:
            return self._by_leading_term()
        facts = self.analysis.likelihood.facts
        if is_zero(claim.expression - bias.bias, self.analysis.parameters, facts):
            if self.solved.is_global:
                steps = (f"The bias is {bias.bias}, by this: {bias.basis}.",)
                return self._verdict(Outcome.PROVED, steps=steps)
            return self._verdict(
                Outcome.SUPPORTED,
                "it is the bias of the derived estimator, which is not proved to be the maximum",
            )
        return self._tried()

    def _tried(self) -> Verdict:
        agreeing = 0
        for values in self._points():
            try:
                claimed, true = (evaluate_number(e, values) for e in (self.claim.expression, self.bias.bias))
                exists = self.bias.exists == 1 or evaluate(self.bias.exists, values) > 0
            except NotEvaluable:
                continue
            if exists and not same(claimed, true):
                example = _example(values, shown(claimed), shown(true))
                return self._verdict(Outcome.REFUTED, self._diagnosis(), example)
            agreeing += exists
        if not agreeing:
            return self._verdict(Outcome.UNDECIDED, "it has no real value at any point that was tried")
        return self._verdict(
            Outcome.SUPPORTED, f"it agrees to 30 digits at {agreeing} points, but is not proved"
        )

    def _diagnosis(self) -> str:
        if self._leads_like(self.bias.bias):
            return "its term in 1/n is right, but it is not the exact bias"
        return "it is not the bias of the maximum likelihood estimator"

    def _by_leading_term(self) -> Verdict:
        if self._leads_like(self.bias.bias):
            told = "its term in 1/n is that of Cox and Snell's expansion; the exact bias is not known"
            return self._verdict(Outcome.SUPPORTED, told)
        told = "its term in 1/n is not that of Cox and Snell's expansion, but the exact bias is not known"
        return self._verdict(Outcome.UNDECIDED, told)

    def _leads_like(self, bias: Expr) -> bool:
        """Whether n times the claim and n times the bias agree for very large n."""
        found = []
        for values in self._points(LARGE):
            try:
                claimed, true = (float(evaluate(e, values)) * LARGE for e in (self.claim.expression, bias))
            except NotEvaluable:
                continue
            found.append(abs(claimed - true) <= 1e-6 * max(abs(claimed), abs(true), 1e-3))
        return bool(found) and all(found)

    def _points(self, size: int = 0) -> Iterator[dict[Expr, Any]]:
        n = sample_size(self.analysis.likelihood.sample)
        for values, chosen in zip(_points(self.analysis.model), SIZES, strict=True):
            yield {**values, n: size or chosen}

    def _verdict(
        self,
        outcome: Outcome,
        diagnosis: str = "",
        example: Counterexample | None = None,
        steps: tuple[str, ...] = (),
    ) -> Verdict:
        claim = self.claim
        return Verdict(claim.subject, outcome, claim.text, self.bias.bias, diagnosis, example, steps)
