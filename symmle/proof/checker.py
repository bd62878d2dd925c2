"""Replay a certificate, step by step, without the code that wrote it.

Each rule has one replay. Identities are replayed by exact algebra where that settles them and are sampled to
40 digits on generic data otherwise; signs are proved anew; the count of sign changes is done again from the
coefficients. A step that does not replay lowers the grade.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from sympy import Abs, Basic, Expr, S, Symbol, Tuple, expand, polygamma

from symmle.exposition import text_of
from symmle.likelihood import LogLikelihood, expand_logarithms
from symmle.notation import Domain
from symmle.notation.inverses import inverse_digamma
from symmle.proof.asked import Found, unfounded
from symmle.proof.bound_replays import BOUND_REPLAYS, multipliers, other_domains
from symmle.proof.certificate import Certificate, Grade, ProofStep, Rule
from symmle.proof.chain import Chain
from symmle.proof.checks import Checks
from symmle.proof.coordinates import broken_correspondence
from symmle.proof.ends import unlike_ends
from symmle.proof.equation import cited
from symmle.proof.equation_lemmas import EQUATION_LEMMAS
from symmle.proof.exponential_replays import EXPONENTIAL_REPLAYS
from symmle.proof.folding_replays import not_mirrored, not_through
from symmle.proof.joint_replays import JOINT_REPLAYS, JointReplay, Premises
from symmle.proof.linear import LINEAR_REPLAYS
from symmle.proof.ranges import end_of
from symmle.proof.sampling import Case, agree, generic_cases, holds_everywhere
from symmle.proof.sign_changes import count_changes
from symmle.proof.stationary_replays import horner, not_falling, not_unbounded, unlike_polynomial
from symmle.proof.wave import WAVE_REPLAYS
from symmle.reduction import reduce_sums
from symmle.sample_sum import SampleSum, Statistic, definition
from symmle.signs import Facts, Sign, is_continuous, sign
from symmle.signs.lemmas import LEMMAS


@dataclass(frozen=True, slots=True)
class Replay:
    """What the checker found for one step; ``step`` is None where one is missing."""

    step: ProofStep | None
    holds: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all replays share: the premises, and generic cases to sample on."""

    likelihood: LogLikelihood
    facts: Facts
    cases: tuple[Case, ...]


def replay(certificate: Certificate, likelihood: LogLikelihood) -> tuple[Replay, ...]:
    """Replay every step of a certificate.

    Parameters
    ----------
    certificate : Certificate
        What to check.
    likelihood : LogLikelihood
        The log-likelihood that it speaks of.

    Returns
    -------
    tuple of Replay
        One for each step; the certificate stands if all of them hold.
    """
    if certificate.moved is not None:
        return _in_coordinates(certificate, certificate.moved, likelihood)
    setting = _setting(certificate, likelihood)
    chain = _chain(setting)
    broken = list(chain.breaks(certificate))
    told = {id(step): reason for step, reason in broken if step is not None}
    found = [_checked(step, setting, told.get(id(step), "")) for step in certificate.steps]
    missing = [reason for step, reason in broken if step is None]
    missing += _invented(certificate, likelihood)
    if not setting.cases:
        missing.append("no sample was found that satisfies what is asked")
    if not missing and not certificate.open_question:
        came_to = Found(tuple(chain.places), tuple(chain.roots), set(chain.parameters) <= set(chain.places))
        missing += unfounded(certificate, likelihood, came_to, partial(_holds_under, setting))
    return (*found, *(Replay(None, False, reason) for reason in missing))


def _setting(certificate: Certificate, likelihood: LogLikelihood) -> _Setting:
    return _Setting(likelihood, certificate.facts, tuple(generic_cases(likelihood, certificate.facts)))


def _holds_under(setting: _Setting, step: ProofStep, facts: Facts) -> bool:
    """Whether a step replays from other premises."""
    return not next(iter(_replayed(step, replace(setting, facts=facts))), "")


def _in_coordinates(
    certificate: Certificate, moved: LogLikelihood, likelihood: LogLikelihood
) -> tuple[Replay, ...]:
    """Replay the way to other coordinates, and then the argument in them."""
    inner = replace(certificate, steps=certificate.steps[1:], moved=None)
    if not certificate.steps or certificate.steps[0].rule is not Rule.COORDINATES:
        return (Replay(None, False, "nothing leads to the other coordinates"),)
    setting = _setting(certificate, moved)
    breaks = broken_correspondence(
        certificate.steps[0], likelihood, moved, lambda left, right: _same(left, right, setting)
    )
    reason = next(breaks, "")
    return (Replay(certificate.steps[0], not reason, reason or "replayed"), *replay(inner, moved))


def _invented(certificate: Certificate, likelihood: LogLikelihood) -> Iterator[str]:
    """Tell of premises that are neither declared nor among the conditions that the data must meet."""
    declared, facts = likelihood.facts.inside(likelihood.parameters), certificate.facts
    asked = {c.relation.lhs for c in certificate.conditions}
    asked |= {b.interior.lhs for b in certificate.boundaries}
    if other_domains(certificate, declared) or not facts.nonnegative <= declared.nonnegative:
        yield "it speaks of other domains"
    free = multipliers(certificate)
    unasked = {e for e in facts.positive - declared.positive - asked if e.free_symbols.isdisjoint(free)}
    yield from (f"no condition asks for {text_of(definition(e))} > 0" for e in sorted(unasked, key=str))


def _chain(setting: _Setting) -> Chain:
    likelihood = setting.likelihood

    def same(left: Basic, right: Basic) -> bool:
        return _same(left, right, setting)

    def positive(expression: Basic) -> bool:
        sampled = holds_everywhere(expression, lambda value: value > 0, setting.cases)
        return sampled and sign(expression, setting.facts.afresh()) is Sign.POSITIVE

    equations = [constraint.difference for constraint in likelihood.model.constraints]
    return Chain(likelihood.expression, likelihood.parameters, same, positive, likelihood.row, equations)


def checked(certificate: Certificate, likelihood: LogLikelihood) -> Certificate:
    """Give the certificate, its grade lowered where a step does not replay."""
    failed = [found for found in replay(certificate, likelihood) if not found.holds]
    if not failed:
        return _named_lemmas(certificate, likelihood)
    sentence = failed[0].step.sentence if failed[0].step is not None else "the argument as a whole"
    told = f"A step did not replay: {sentence} ({failed[0].reason})"
    return replace(certificate, grade=Grade.UNPROVED, open_question=told)


def _named_lemmas(certificate: Certificate, likelihood: LogLikelihood) -> Certificate:
    """Lower 'proved' to 'proved under lemma' where a step does not replay with the table of lemmas closed."""
    spoken = any(e.has(polygamma) or e.has(SampleSum) for e in certificate.expressions())
    if certificate.grade is not Grade.PROVED or not spoken:
        return certificate
    alone = replace(certificate, facts=certificate.facts.without_lemmas())
    if all(found.holds for found in replay(alone, likelihood)):
        return certificate
    return replace(certificate, grade=Grade.UNDER_LEMMA, lemmas=tuple(cited(lemma) for lemma in LEMMAS))


def _checked(step: ProofStep, setting: _Setting, broken: str) -> Replay:
    reason = broken or next(iter(_replayed(step, setting)), "")
    return Replay(step, not reason, reason or "replayed")


_CHECKED = {**EXPONENTIAL_REPLAYS, **BOUND_REPLAYS, **LINEAR_REPLAYS, **WAVE_REPLAYS}


def _replayed(step: ProofStep, setting: _Setting) -> Iterator[str]:
    if step.rule in _CHECKED:
        checks = Checks(setting.likelihood, setting.facts, setting.cases, lambda a, b: _same(a, b, setting))
        return _CHECKED[step.rule](step, checks)
    play = _REPLAYS.get(step.rule)
    return iter(("it is out of place",)) if play is None else play(step, setting)


def _derivative(step: ProofStep, setting: _Setting) -> Iterator[str]:
    before, place = step.premises
    if not _same(before.diff(place), step.conclusion, setting):
        yield "the derivative is another one"


def _rewrite(step: ProofStep, setting: _Setting) -> Iterator[str]:
    score, factor, generator, terms = step.premises
    written = factor * sum((c * generator**e for e, c in terms), S.Zero)
    if not _same(score, written, setting):
        yield "the two sides differ"


def _sign(step: ProofStep, setting: _Setting) -> Iterator[str]:
    (expression,) = step.premises
    if sign(expression, setting.facts.afresh()) is not Sign.POSITIVE:
        yield "the sign is not proved"
    if not holds_everywhere(expression, lambda value: value > 0, setting.cases):
        yield "a sampled value is not positive"


def _monotone(step: ProofStep, setting: _Setting) -> Iterator[str]:
    generator, place = step.premises
    facts = setting.facts.afresh()
    if generator == place:
        return
    if not is_continuous(generator, place, facts):
        yield "the generator is not proved continuous"
    if sign(generator.diff(place), facts) not in (Sign.POSITIVE, Sign.NEGATIVE):
        yield "the generator is not proved monotone"


def _one_sign_change(step: ProofStep, setting: _Setting) -> Iterator[str]:
    generator, place, terms = step.premises
    facts = setting.facts.afresh()
    falling = generator != place and sign(generator.diff(place), facts) is Sign.NEGATIVE
    signed = [(e, -c if falling else c) for e, c in terms]
    domain = facts.domains[place]
    ends = [end_of(generator, place, end, facts) for end in (domain.lower, domain.upper)]
    low, high = reversed(ends) if falling else ends
    reason = (
        "the range is not known" if low is None or high is None else count_changes(signed, low, high, facts)
    )
    if reason:
        yield reason


def _root(step: ProofStep, setting: _Setting) -> Iterator[str]:
    generator, place, terms, root = step.premises
    first, *others = [(c * generator**e).xreplace({place: root}) for e, c in terms]
    if not _same(first, -sum(others, S.Zero), setting):
        yield "it is no root"
    domain = setting.facts.domains[place]
    if not holds_everywhere(root, lambda number: domain.contains(number) is not False, setting.cases):
        yield "a sampled root is outside the domain"


def _substitution(step: ProofStep, setting: _Setting) -> Iterator[str]:
    before, place, root = step.premises
    if not _same(before.xreplace({place: root}), step.conclusion, setting):
        yield "the log-likelihood at the root is another one"


def _boundary(step: ProofStep, setting: _Setting) -> Iterator[str]:
    """A score with two powers has its one root on the end, and the sign of one power inside."""
    _, _, terms, root, vanishing = step.premises
    if len(terms) != 2:
        yield "the score has more than two powers"
    if vanishing not in setting.facts.positive:
        yield "the interior is not where this is positive"
    gap = root - step.conclusion
    places = sorted(vanishing.atoms(Statistic), key=str)
    gaps = (gap.xreplace({p: value}) for p in places for value in _solved_for(vanishing, p))
    if not any(_same(each, S.Zero, setting) for each in gaps):
        yield "the root is not the end"


def _solved_for(expression: Expr, place: Statistic) -> tuple[Expr, ...]:
    """``1 - mean(x) -> mean(x) = 1``, a distance as what it measures; () where it is not linear in the
    statistic.
    """
    if isinstance(expression, Abs):
        return _solved_for(expression.args[0], place)
    symbol = Symbol("statistic_")
    placed = expression.xreplace({place: symbol})
    slope = placed.diff(symbol)
    return () if slope == 0 or slope.has(symbol) else (-placed.xreplace({symbol: S.Zero}) / slope,)


def _profile(step: ProofStep, setting: _Setting) -> Iterator[str]:
    places, roots = step.premises[0], step.conclusion
    assert isinstance(roots, Tuple)
    for position, root in enumerate(roots):
        used = root.free_symbols & set(places[: position + 1])
        if used:
            yield f"a root depends on {sorted(s.name for s in used)}, which were eliminated before it"


def _falling(step: ProofStep, setting: _Setting) -> Iterator[str]:
    equation, place, _ = step.premises
    if not _same(equation.diff(place), step.conclusion, setting):
        yield "the derivative is another one"
    if not is_continuous(equation, place, setting.facts.afresh()):
        yield "the equation is not proved continuous"
    found = sign(step.conclusion, setting.facts.afresh())
    if found is not Sign.NEGATIVE and not (step.rule is Rule.NEVER_RISING and found.is_nonpositive):
        yield "the derivative is not proved negative"
    if not holds_everywhere(step.conclusion, lambda value: value < 0, setting.cases):
        yield "a sampled slope is not negative"


def _ends(step: ProofStep, setting: _Setting) -> Iterator[str]:
    domain = setting.likelihood.model.parameters[step.premises[1].name]
    yield from unlike_ends(step, domain, setting.cases, setting.facts.afresh())


def _lemma(step: ProofStep, setting: _Setting) -> Iterator[str]:
    equation, place, _ = step.premises
    if setting.facts.domains[place] != Domain(S.Zero, S.Infinity, True, True):
        yield "the lemma speaks of the whole half-line"
    needed = [lemma.needed(equation, place, setting.facts) for lemma in EQUATION_LEMMAS]
    if not any(n is not None and (n > 0) == step.conclusion for n in needed):
        yield "no lemma covers the equation"


def _stationary(step: ProofStep, setting: _Setting) -> Iterator[str]:
    before, place, factor, coefficients = step.premises
    yield from unlike_polynomial(step, setting.likelihood.parameters, setting.facts.afresh())
    if not _same(before.diff(place), factor * horner(coefficients, place), setting):
        yield "the score is another one"
    if not holds_everywhere(factor, lambda value: value > 0, setting.cases):
        yield "a sampled factor is not positive"


def _reflection(step: ProofStep, setting: _Setting) -> Iterator[str]:
    def same(left: Basic, right: Basic) -> bool:
        return _same(left, right, setting)

    yield from not_mirrored(step, setting.likelihood.parameters, setting.facts.afresh(), same)


def _through(step: ProofStep, setting: _Setting) -> Iterator[str]:
    def same(left: Basic, right: Basic) -> bool:
        return _same(left, right, setting)

    yield from not_through(step, setting.likelihood.parameters, setting.facts.afresh(), same)


def _falls_to_end(step: ProofStep, setting: _Setting) -> Iterator[str]:
    yield from not_falling(step, setting.facts.afresh())


def _unbounded(step: ProofStep, setting: _Setting) -> Iterator[str]:
    yield from not_falling(step, setting.facts.afresh())
    yield from not_unbounded(step, _without(setting.facts, step.premises[3]))


def _without(facts: Facts, condition: Basic) -> Facts:
    """The premises without a condition: what holds where it fails cannot rest on it."""
    return Facts(facts.domains, facts.positive - {condition}, facts.nonnegative, facts.lemmas)


def _comparison(step: ProofStep, setting: _Setting) -> Iterator[str]:
    _, coefficients = step.premises
    if len(coefficients.args) - 1 != step.conclusion:
        yield "the polynomial has another degree"


def _joint(found: JointReplay) -> Callable[[ProofStep, _Setting], Iterator[str]]:
    def again(step: ProofStep, setting: _Setting) -> Iterator[str]:
        return found(step, Premises(setting.likelihood, setting.facts.afresh(), setting.cases))

    return again


_REPLAYS: dict[Rule, Callable[[ProofStep, _Setting], Iterator[str]]] = {
    Rule.DERIVATIVE: _derivative,
    Rule.REWRITE: _rewrite,
    Rule.SIGN: _sign,
    Rule.MONOTONE: _monotone,
    Rule.ONE_SIGN_CHANGE: _one_sign_change,
    Rule.ROOT: _root,
    Rule.SUBSTITUTION: _substitution,
    Rule.BOUNDARY: _boundary,
    Rule.PROFILE: _profile,
    Rule.STRICTLY_FALLING: _falling,
    Rule.NEVER_RISING: _falling,
    Rule.ENDS: _ends,
    Rule.LEMMA: _lemma,
    Rule.REFLECTION: _reflection,
    Rule.THROUGH: _through,
    Rule.STATIONARY: _stationary,
    Rule.FALLS_TO_END: _falls_to_end,
    Rule.UNBOUNDED: _unbounded,
    Rule.COMPARISON: _comparison,
    **{rule: _joint(found) for rule, found in JOINT_REPLAYS.items()},
}


def _undone(expression: Basic) -> Basic:
    """``digamma(inverse_digamma(y)) -> y``, which is what the inverse means."""
    met = [node for node in expression.atoms(polygamma) if isinstance(node.args[1], inverse_digamma)]
    return expression.xreplace({node: node.args[1].args[0] for node in met if node.args[0] == 0})


def _same(left: Basic, right: Basic, setting: _Setting) -> bool:
    """Equal by exact algebra in normal form, or on every generic case to 30 digits."""
    facts = setting.facts
    images = (symbol for symbol in facts.domains if symbol not in setting.likelihood.facts.domains)
    parameters = (*setting.likelihood.parameters, *images)
    difference = expand_logarithms(reduce_sums(_undone(left - right), parameters, facts), facts)
    if expand(difference, log=False, power_base=False, power_exp=False) == 0:
        return True
    return bool(setting.cases) and all(agree(left, right, case) for case in setting.cases)
