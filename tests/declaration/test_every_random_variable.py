"""Each distribution of one variable that sympy.stats offers: a model, or a refusal that says why."""

import pytest
from sympy import Integer, symbols
from sympy.stats import crv_types, drv_types, frv_types

from symmle.declaration import Model
from symmle.derivation import derive
from symmle.errors import Category, DeclarationError, DerivationError
from symmle.solution import Kind

a, b, c, p = symbols("a b c p", positive=True)
m = symbols("m", real=True)
CHANCE = {"parameters": {"p": "(0, 1)"}}

# the distribution, its arguments, further words; and the kind of its estimator
CLOSED = {
    "Bernoulli": ((p,), CHANCE),
    "Binomial": ((4, p), CHANCE),
    "Erlang": ((Integer(3), a), {}),
    "Exponential": ((a,), {}),
    "FlorySchulz": ((p,), CHANCE),
    "GaussianInverse": ((a, b), {}),
    "Geometric": ((p,), CHANCE),
    "Laplace": ((0, a), {}),
    "Levy": ((0, a), {}),
    "LogNormal": ((m, a), {}),
    "LogitNormal": ((m, a), {}),
    "Maxwell": ((a,), {}),
    "Normal": ((m, a), {}),
    "Pareto": ((1, a), {}),
    "Poisson": ((a,), {}),
    "PowerFunction": ((a, 0, 1), {}),
    "Rayleigh": ((a,), {}),
    "Wald": ((a, b), {}),
}
NOT_YET = {  # derived, whatever the kind: it gets better as the engine does
    "Beta": ((a, b), {}),
    "BetaBinomial": ((4, a, b), {}),
    "BetaPrime": ((a, b), {}),
    "BoundedPareto": ((a, 1, 2), {}),
    "Cauchy": ((m, a), {}),
    "Chi": ((a,), {}),
    "ChiSquared": ((a,), {}),
    "Dagum": ((a, b, c), {}),
    "ExGaussian": ((m, a, b), {}),
    "ExponentialPower": ((0, a, b), {}),
    "FDistribution": ((a, b), {}),
    "FisherZ": ((a, b), {}),
    "Frechet": ((a, b), {}),
    "Gompertz": ((a, b), {}),
    "Gumbel": ((a, m), {}),
    "LogCauchy": ((m, a), {}),
    "LogLogistic": ((a, b), {}),
    "Logarithmic": ((p,), CHANCE),
    "Logistic": ((m, a), {}),
    "Lomax": ((a, b), {}),
    "Moyal": ((m, a), {}),
    "NegativeBinomial": ((a, p), CHANCE),
    "ShiftedGompertz": ((a, b), {}),
    "Skellam": ((a, b), {}),
    "StudentT": ((a,), {}),
    "VonMises": ((m, a), {}),
    "Weibull": ((a, b), {}),
    "YuleSimon": ((a,), {}),
}
DECLARED = {"Gamma": (a, b), "GammaInverse": (a, b), "Nakagami": (a, b)}
MOVING = {
    "Arcsin": (m, m + a),
    "Benini": (a, b, c),
    "QuadraticU": (m, m + a),
    "RaisedCosine": (m, a),
    "Reciprocal": (a, a + b),
    "Trapezoidal": (0, a, a + b, a + b + c),
    "Triangular": (0, a + b, a),
    "Uniform": (m, m + a),
    "WignerSemicircle": (a,),
}
UNPRINTED = {"ChiNoncentral": ((a, b), {})}
HALF_LINES = {"Zeta": ((a,), {"parameters": {"a": "> 1"}})}
REFUSED = {
    "BetaNoncentral": ((a, b, c), "Sum is not among the functions"),
    "Coin": ((p,), "no assumptions"),
    "Davis": ((a, b, m), "not a real number"),
    "Die": ((6,), "stands nowhere"),
    "DiscreteUniform": (([1, 2, 3],), "stands nowhere"),
    "Hermite": ((a, b), "Sum is not among the functions"),
    "Hypergeometric": ((10, 4, 3), "nothing to estimate"),
    "IdealSoliton": ((5,), "SymPy gives no density"),
    "Kumaraswamy": ((a, b), "not a real number"),  # SymPy has it beyond one
    "Rademacher": ((), "stands nowhere"),
    "RobustSoliton": ((5, a, p), "SymPy gives no density"),
    "UniformSum": ((a,), "Sum is not among the functions"),
}
OF_YOUR_OWN = {"ContinuousRV", "FiniteRV"}


def variable(name, arguments):
    module = next(each for each in (crv_types, drv_types, frv_types) if name in each.__all__)
    return getattr(module, name)("x", *arguments)


def test_every_distribution_is_listed():
    offered = {*crv_types.__all__, *drv_types.__all__, *frv_types.__all__} - OF_YOUR_OWN
    listed = [*CLOSED, *NOT_YET, *DECLARED, *MOVING, *UNPRINTED, *HALF_LINES, *REFUSED]
    assert len(listed) == len(set(listed))
    assert offered <= set(listed)


@pytest.mark.parametrize("name", CLOSED)
def test_a_closed_one_is_derived(name):
    arguments, words = CLOSED[name]
    model = Model.from_sympy(variable(name, arguments), **words)
    assert (model.mass.outcome, model.mass.points) == ("checked", 3)
    assert derive(model).estimator.kind is Kind.CLOSED


@pytest.mark.parametrize("name", NOT_YET)
def test_another_is_derived(name):
    arguments, words = NOT_YET[name]
    model = Model.from_sympy(variable(name, arguments), **words)
    assert model.mass.points == 3 or name == "LogCauchy"
    assert set(derive(model).estimator) == set(model.parameters)


@pytest.mark.parametrize("name", DECLARED)
def test_a_declared_one_has_mass_one(name):
    model = Model.from_sympy(variable(name, DECLARED[name]))
    assert (model.mass.outcome, model.mass.points) == ("checked", 3)


@pytest.mark.parametrize("name", MOVING)
def test_a_moving_support_is_told(name):
    with pytest.raises(DerivationError) as refused:
        derive(Model.from_sympy(variable(name, MOVING[name])))
    assert refused.value.category == Category.SUPPORT_DEPENDS_ON_PARAMETER


@pytest.mark.parametrize("name", HALF_LINES)
def test_a_parameter_beyond_one_is_fitted(name):
    arguments, words = HALF_LINES[name]
    model = Model.from_sympy(variable(name, arguments), **words)
    assert derive(model).estimator.certificate.grade == "proved under lemma"


@pytest.mark.parametrize("name", UNPRINTED)
def test_what_cannot_be_generated_is_told(name):
    arguments, words = UNPRINTED[name]
    with pytest.raises(DerivationError, match="NumPy and SciPy have nothing that computes"):
        derive(Model.from_sympy(variable(name, arguments), **words))


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_says_why(name):
    arguments, message = REFUSED[name]
    with pytest.raises(DeclarationError, match=message):
        Model.from_sympy(variable(name, arguments))
