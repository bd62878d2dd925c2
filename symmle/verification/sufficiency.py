"""Verdicts on claims that statistics are sufficient, by the factorisation theorem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sympy import Add, Expr, Matrix, Pow, Symbol, exp, expand_mul, linsolve, log

from symmle.budget import attempt
from symmle.sample_sum import SampleSum, Statistic, StatisticKind
from symmle.signs import Sign, sign
from symmle.verification.analysis import Analysis
from symmle.verification.claims import Claim
from symmle.verification.raw_sums import in_raw_sums, moving_sums
from symmle.verification.twin_samples import refuting_twins
from symmle.verification.verdict import Outcome, Verdict

_CALLS: Final = 200_000

Sums = frozenset[Expr]


def judge_sufficient(claims: Sequence[Claim], analysis: Analysis) -> Verdict:
    """Prove by the factorisation theorem, or refute by two samples that share the statistics.

    Sufficiency is claimed, not minimality: statistics that nobody needs do no harm.
    """
    text = ", ".join(claim.text for claim in claims)
    needed, known = _needed(analysis), _determined(claims, analysis)
    if needed is not None and needed <= known:
        return Verdict("sufficient", Outcome.PROVED, text, steps=_argument(needed, analysis))
    refuted = refuting_twins(claims, analysis)
    if refuted is not None:
        return refuted
    told = "no two samples were found that belie it, but algebra does not find "
    lacking = "the sums that the likelihood depends on" if needed is None else _listed(needed - known)
    return Verdict(
        "sufficient", Outcome.UNDECIDED, text, diagnosis=f"{told}{lacking} from the claimed statistics"
    )


def _argument(needed: Sums, analysis: Analysis) -> tuple[str, ...]:
    names = ", ".join(analysis.model.parameters)
    if not needed:
        return (f"The likelihood's dependence on {names} does not involve the data.",)
    return (
        f"The likelihood is a factor free of {names} times a function of {names} and of {_listed(needed)}.",
        "Each of these is a function of the claimed statistics, so the factorisation theorem applies.",
    )


def _listed(sums: Iterable[Expr]) -> str:
    return ", ".join(sorted(map(str, sums)))


def _needed(analysis: Analysis) -> Sums | None:
    """Give the sums over the data that stand beside parameters; None where a sum holds one itself."""
    raw = in_raw_sums(analysis.derivatives.reduction.expression, analysis)
    parameters = set(analysis.parameters)
    needed: set[Expr] = set()
    for term in Add.make_args(expand_mul(raw)):
        sums = moving_sums(term, analysis)
        if any(node.free_symbols & parameters for node in sums):
            return None
        if term.free_symbols & parameters:
            needed |= sums
    return frozenset(needed)


def _determined(claims: Sequence[Claim], analysis: Analysis) -> Sums:
    """Give the sums that the claimed statistics determine, found one after another."""
    left = [in_raw_sums(claim.expression, analysis) for claim in claims]
    known: set[Expr] = set()
    for _ in range(len(left) + 1):
        peeled = [_peeled(each, known, analysis) for each in left]
        linear = [each for each in peeled if _is_linear(each, known, analysis)]
        fresh = _solved(linear, known, analysis) - known
        if not fresh:
            break
        known |= fresh
    return frozenset(known)


def _peeled(expression: Expr, known: set[Expr], analysis: Analysis) -> Expr:
    """Take injective functions off: ``exp(sum(log(x))/n) -> sum(log(x))``."""
    for _ in range(12):
        moving = moving_sums(expression, analysis) - known
        held = [part for part in expression.args if part.atoms(SampleSum, Statistic) & moving]
        if not moving or len(held) != 1 or isinstance(expression, SampleSum | Statistic):
            return expression
        inner = _under(expression, held[0], known, analysis)
        if inner is None:
            return expression
        expression = inner
    return expression


def _under(expression: Expr, inner: Expr, known: set[Expr], analysis: Analysis) -> Expr | None:
    """Give the argument of an injective function; None where it is not known to be one."""
    if isinstance(expression, exp | log) or expression.is_Add:
        return inner
    if expression.is_Mul:
        rest = expression / inner
        return inner if not moving_sums(rest, analysis) and _is_nonzero(rest, analysis) else None
    if isinstance(expression, Pow) and inner == expression.base and expression.exp.is_number:
        odd = expression.exp.is_Integer and expression.exp % 2 == 1
        positive = sign(inner, analysis.likelihood.facts) in (Sign.POSITIVE, Sign.NONNEGATIVE)
        return inner if expression.exp != 0 and (odd or positive) else None
    return None


def _is_nonzero(expression: Expr, analysis: Analysis) -> bool:
    return sign(expression, analysis.likelihood.facts) in (Sign.POSITIVE, Sign.NEGATIVE)


def _places(expression: Expr, known: set[Expr], analysis: Analysis) -> dict[Expr, Symbol]:
    unknown = sorted(moving_sums(expression, analysis) - known, key=str)
    return {node: Symbol(f"sum#{node}") for node in unknown}


def _is_linear(expression: Expr, known: set[Expr], analysis: Analysis) -> bool:
    """Whether an expression is linear in what is not known, with coefficients that are never zero."""
    places = _places(expression, known, analysis)
    if not places:
        return False
    placed = expand_mul(expression.xreplace(places))
    slopes = [placed.diff(symbol) for symbol in places.values()]
    return all(not s.has(*places.values()) and _is_number(s) for s in slopes)


def _is_number(slope: Expr) -> bool:
    """A number over a power of n: what a linear system may be solved with, whatever the data are."""
    sizes = {s: Symbol("n#", positive=True) for s in slope.atoms(Statistic) if s.kind is StatisticKind.SIZE}
    number, power = slope.xreplace(sizes).as_independent(*sizes.values(), as_Add=False)
    return bool(number.is_number) and not power.is_Add


def _solved(equations: list[Expr], known: set[Expr], analysis: Analysis) -> set[Expr]:
    """Give the sums that linear functions of them determine."""
    places: dict[Expr, Symbol] = {}
    for equation in equations:
        places |= _places(equation, known, analysis)
    if not places:
        return set()
    given = [equation.xreplace(places) - Symbol(f"claim#{k}") for k, equation in enumerate(equations)]
    # as many functions as there are free directions: more of them agree with one another on every sample
    symbols = list(places.values())
    found, _ = attempt("solve for sums", _CALLS, linsolve, _independent(given, symbols), symbols)
    solution = next(iter(found), None) if found else None
    if solution is None:
        return set()
    unknown = set(places.values())
    return {node for node, value in zip(places, solution, strict=True) if not value.free_symbols & unknown}


def _independent(equations: list[Expr], unknown: list[Symbol]) -> list[Expr]:
    """Leave out functions that are combinations of those before them."""
    kept: list[Expr] = []
    for equation in equations:
        rows = [[expand_mul(each).coeff(symbol) for symbol in unknown] for each in (*kept, equation)]
        if Matrix(rows).rank() == len(rows):
            kept.append(equation)
    return kept
