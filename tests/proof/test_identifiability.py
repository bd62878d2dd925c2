"""Parameters that no data tell apart are refused by name; parameters that data tell apart are not."""

import pytest
from sympy import Symbol, sympify

import symmle as sm

NORMAL = "exp(-(x - ({mean}))**2/(2*({variance})))/sqrt(2*pi*({variance}))"


def normal(mean, variance="1"):
    return NORMAL.format(mean=mean, variance=variance)


REAL, POSITIVE = "real", "> 0"

# density, data, parameters, the parameters that are mixed up, what is identified of them
FLAT = [
    (normal("a + b", "v"), REAL, {"a": REAL, "b": REAL, "v": POSITIVE}, "a b", ["a + b"]),
    (normal("a - b", "v"), REAL, {"a": REAL, "b": REAL, "v": POSITIVE}, "a b", ["a - b"]),
    (normal("a + 2*b + c"), REAL, {"a": REAL, "b": REAL, "c": REAL}, "a b c", ["a + 2*b + c"]),
    (normal("a*b"), REAL, {"a": REAL, "b": REAL}, "a b", ["a*b"]),
    (normal("a/b"), REAL, {"a": REAL, "b": POSITIVE}, "a b", ["a/b"]),
    (normal("a*(1 + b)"), REAL, {"a": REAL, "b": POSITIVE}, "a b", ["a*(b + 1)"]),
    (normal("a + b**2"), REAL, {"a": REAL, "b": POSITIVE}, "a b", ["a + b**2"]),
    (normal("log(a) + b"), REAL, {"a": POSITIVE, "b": REAL}, "a b", ["b + log(a)"]),
    (normal("a", "v + w"), REAL, {"a": REAL, "v": POSITIVE, "w": POSITIVE}, "v w", ["v + w"]),
    (normal("a + b", "exp(b - c)"), REAL, {"a": REAL, "b": REAL, "c": REAL}, "a b c", ["a + b", "a + c"]),
    ("a*b*exp(-a*b*x)", POSITIVE, {"a": POSITIVE, "b": POSITIVE}, "a b", ["a*b"]),
    ("a*b/c*exp(-a*b*x/c)", POSITIVE, dict.fromkeys("abc", POSITIVE), "a b c", ["a*b/c"]),
    ("(a*b)**x*(1 - a*b)**(1 - x)", "{0, 1}", {"a": "(0, 1)", "b": "(0, 1)"}, "a b", ["a*b"]),
    (
        "x**(a + b - 1)*(1 - x)**(c - 1)/beta(a + b, c)",
        "(0, 1)",
        dict.fromkeys("abc", POSITIVE),
        "a b",
        ["a + b"],
    ),
]


@pytest.mark.parametrize(("density", "support", "parameters", "mixed", "functions"), FLAT)
def test_the_identified_function_is_named(density, support, parameters, mixed, functions):
    with pytest.raises(sm.DerivationError) as raised:
        sm.derive(sm.Model(density, data={"x": support}, parameters=parameters))
    assert raised.value.category == "not-identifiable"
    told = raised.value.message
    assert told.startswith(f"the data identify only {', '.join(functions)}, not ")
    for name in mixed.split():
        assert name in told.partition(" apart")[0]


@pytest.mark.parametrize(("density", "support", "parameters", "mixed", "functions"), FLAT)
def test_the_density_does_not_change_where_the_functions_do_not(
    density, support, parameters, mixed, functions
):
    """The score vanishes along every direction in which the named functions stay as they are."""
    symbols = {name: Symbol(name, positive=True) for name in (*parameters, "x")}
    row = sympify(f"log({density})", locals={**symbols, "beta": sympify("beta")})
    names = mixed.split()
    jacobian = sympify("Matrix")(
        [[sympify(f, locals=symbols).diff(symbols[n]) for n in names] for f in functions]
    )
    point = {symbols[n]: 0.3 + 0.07 * i for i, n in enumerate(parameters)} | {symbols["x"]: 0.4}
    for direction in jacobian.nullspace():
        slope = sum(c * row.diff(symbols[n]) for c, n in zip(direction, names, strict=True))
        assert abs(slope.subs(point).evalf(30)) < 1e-12


# nothing is flat here, though one datum alone could not tell the parameters apart
TELLING = [
    (normal("a + b*t"), {"x": REAL}, {"a": REAL, "b": REAL}, {"t": REAL}),
    (normal("a*b", "b"), {"x": REAL}, {"a": REAL, "b": POSITIVE}, {}),
    (normal("a + b", "b"), {"x": REAL}, {"a": REAL, "b": POSITIVE}, {}),
    (
        "a*b*exp(-a*b*x*t)*t*exp(-(y - a)**2/2)/sqrt(2*pi)",
        {"x": POSITIVE, "y": REAL},
        dict.fromkeys("ab", POSITIVE),
        {"t": POSITIVE},
    ),
    ("x**(a - 1)*(1 - x)**(b - 1)/beta(a, b)", {"x": "(0, 1)"}, dict.fromkeys("ab", POSITIVE), {}),
]


@pytest.mark.parametrize(("density", "data", "parameters", "covariates"), TELLING)
def test_what_data_tell_apart_is_derived(density, data, parameters, covariates):
    derivation = sm.derive(sm.Model(density, data=data, parameters=parameters, covariates=covariates))
    assert set(derivation.estimator) == set(parameters)
