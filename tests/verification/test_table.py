"""Hand derivations, right and wrong, and what becomes of them."""

import pytest

from symmle.declaration import Model
from symmle.verification import verify

MODELS = {
    "bernoulli": Model("p**x*(1 - p)**(1 - x)", data={"x": "{0, 1}"}, parameters={"p": "(0, 1)"}),
    "poisson": Model("m**x*exp(-m)/factorial(x)", data={"x": "integer >= 0"}, parameters={"m": "> 0"}),
    "geometric": Model("p*(1 - p)**x", data={"x": "integer >= 0"}, parameters={"p": "(0, 1)"}),
    "rate": Model("r*exp(-r*x)", data={"x": ">= 0"}, parameters={"r": "> 0"}),
    "scale": Model("exp(-x/s)/s", data={"x": ">= 0"}, parameters={"s": "> 0"}),
    "normal": Model(
        "exp(-(x - mu)**2/(2*v))/sqrt(2*pi*v)", data={"x": "real"}, parameters={"mu": "real", "v": "> 0"}
    ),
    "normal by sd": Model(
        "exp(-(x - mu)**2/(2*s**2))/(s*sqrt(2*pi))", data={"x": "real"}, parameters={"mu": "real", "s": "> 0"}
    ),
    "rayleigh": Model("x/v*exp(-x**2/(2*v))", data={"x": "> 0"}, parameters={"v": "> 0"}),
    "pareto": Model("a*x**(-a - 1)", data={"x": ">= 1"}, parameters={"a": "> 0"}),
    "power": Model("a*x**(a - 1)", data={"x": "(0, 1)"}, parameters={"a": "> 0"}),
    "gamma": Model(
        "x**(k - 1)*exp(-x/s)/(gamma(k)*s**k)", data={"x": "> 0"}, parameters={"k": "> 0", "s": "> 0"}
    ),
    "gamma of known shape": Model(
        "x**(k - 1)*exp(-x/s)/(gamma(k)*s**k)",
        data={"x": "> 0"},
        parameters={"s": "> 0"},
        constants={"k": "> 0"},
    ),
    "weibull": Model(
        "k/s*(x/s)**(k - 1)*exp(-(x/s)**k)", data={"x": "> 0"}, parameters={"k": "> 0", "s": "> 0"}
    ),
    "cauchy": Model("1/(pi*(1 + (x - m)**2))", data={"x": "real"}, parameters={"m": "real"}),
    "logistic": Model("exp(-(x - m))/(1 + exp(-(x - m)))**2", data={"x": "real"}, parameters={"m": "real"}),
    "line": Model(
        "exp(-(y - a - b*t)**2/(2*v))/sqrt(2*pi*v)",
        data={"y": "real"},
        covariates={"t": "real"},
        parameters={"a": "real", "b": "real", "v": "> 0"},
    ),
    "log-normal": Model(
        "exp(-(log(x) - mu)**2/(2*v))/(x*sqrt(2*pi*v))",
        data={"x": "> 0"},
        parameters={"mu": "real", "v": "> 0"},
    ),
    "two maxima": Model("exp(-(x - t*exp(-t))**2/2)/sqrt(2*pi)", data={"x": "real"}, parameters={"t": "> 0"}),
    "laplace": Model("exp(-Abs(x - m)/s)/(2*s)", data={"x": "real"}, parameters={"m": "real", "s": "> 0"}),
    "negative binomial": Model(
        "gamma(x + r)/(gamma(r)*factorial(x))*p**r*(1 - p)**x",
        data={"x": "integer >= 0"},
        parameters={"r": "> 0", "p": "(0, 1)"},
    ),
    "inverse Gaussian": Model(
        "sqrt(b/(2*pi*x**3))*exp(-b*(x - m)**2/(2*m**2*x))",
        data={"x": "> 0"},
        parameters={"m": "> 0", "b": "> 0"},
    ),
    "mean is sd": Model(
        "exp(-(x - t)**2/(2*t**2))/(t*sqrt(2*pi))", data={"x": "real"}, parameters={"t": "> 0"}
    ),
    "trinomial": Model(
        "factorial(n)/(factorial(x)*factorial(y)*factorial(n - x - y))*p**x*q**y*(1 - p - q)**(n - x - y)",
        data={"x": "integer in [0, n]", "y": "integer in [0, n - x]"},
        parameters={"p": "(0, 1)", "q": "(0, 1 - p)"},
        constants={"n": "integer >= 1"},
    ),
    "uniform": Model("1/h", data={"x": "[0, h]"}, parameters={"h": "> 0"}),
}

GAMMA_MOMENTS = {"k": "mean(x)**2/variance(x)", "s": "variance(x)/mean(x)"}
NEGATIVE_BINOMIAL_LIKE = "sum(x)/p - (n - sum(x))/(1 - p)"

# model, claims, outcome, words of the diagnosis
TABLE = [
    # estimators: right
    ("bernoulli", {"estimator": {"p": "sum(x)/n"}}, "proved", ""),
    ("bernoulli", {"estimator": {"p/(1 - p)": "sum(x)/(n - sum(x))"}}, "proved", ""),
    ("bernoulli", {"estimator": {"p": "count(x > 0)/n"}}, "supported", "algebra did not"),
    ("poisson", {"estimator": {"m": "mean(x)"}}, "proved", ""),
    ("poisson", {"estimator": {"exp(-m)": "exp(-sum(x)/n)"}}, "proved", ""),
    ("geometric", {"estimator": {"p": "n/(n + sum(x))"}}, "proved", ""),
    ("geometric", {"estimator": {"p": "1/(1 + mean(x))"}}, "proved", ""),
    ("rate", {"estimator": {"r": "1/mean(x)"}}, "proved", ""),
    ("rate", {"estimator": {"1/r": "sum(x)/n"}}, "proved", ""),
    ("normal", {"estimator": {"mu": "mean(x)", "v": "variance(x)"}}, "proved", ""),
    ("normal", {"estimator": {"v": "sum(x**2)/n - mean(x)**2"}}, "proved", ""),
    ("normal", {"estimator": {"sqrt(v)": "sqrt(sum((x - mean(x))**2)/n)"}}, "proved", ""),
    ("normal", {"estimator": {"v": "sum((x - mu)**2)/n"}}, "proved", ""),
    ("normal", {"estimator": {"mu/sqrt(v)": "mean(x)/sqrt(variance(x))"}}, "proved", ""),
    ("normal by sd", {"estimator": {"s": "sqrt(variance(x))"}}, "proved", ""),
    ("rayleigh", {"estimator": {"v": "sum(x**2)/(2*n)"}}, "proved", ""),
    ("pareto", {"estimator": {"a": "n/sum(log(x))"}}, "proved", ""),
    ("power", {"estimator": {"a": "-1/mean(log(x))"}}, "proved", ""),
    ("gamma", {"estimator": {"s": "mean(x)/k"}}, "proved", ""),
    ("gamma", {"estimator": {"k*s": "mean(x)"}}, "proved", ""),
    ("gamma of known shape", {"estimator": {"s": "sum(x)/(n*k)"}}, "proved", ""),
    ("weibull", {"estimator": {"s": "(sum(x**k)/n)**(1/k)"}}, "proved", ""),
    ("line", {"estimator": {"b": "covariance(t, y)/variance(t)"}}, "proved", ""),
    ("line", {"estimator": {"a": "mean(y) - mean(t)*covariance(t, y)/variance(t)"}}, "proved", ""),
    ("log-normal", {"estimator": {"exp(mu + v/2)": "exp(mean(log(x)) + variance(log(x))/2)"}}, "proved", ""),
    ("negative binomial", {"estimator": {"p": "r/(r + mean(x))"}}, "proved", ""),
    ("inverse Gaussian", {"estimator": {"m": "mean(x)", "b": "n/sum(1/x - 1/mean(x))"}}, "proved", ""),
    ("inverse Gaussian", {"estimator": {"1/b": "mean(1/x) - 1/mean(x)"}}, "proved", ""),
    ("mean is sd", {"estimator": {"t": "(sqrt(5*mean(x)**2 + 4*variance(x)) - mean(x))/2"}}, "proved", ""),
    # estimators: wrong
    ("negative binomial", {"estimator": {"r": "mean(x)**2/(variance(x) - mean(x))"}}, "refuted", ""),
    ("inverse Gaussian", {"estimator": {"b": "1/(mean(1/x) + 1/mean(x))"}}, "refuted", ""),
    ("mean is sd", {"estimator": {"t": "mean(x)"}}, "refuted", ""),
    ("mean is sd", {"estimator": {"t": "(sqrt(5*mean(x)**2 + 4*variance(x)) + mean(x))/2"}}, "refuted", ""),
    ("log-normal", {"estimator": {"exp(mu + v/2)": "mean(x)"}}, "refuted", ""),
    ("normal", {"estimator": {"v": "sum((x - mean(x))**2)/(n - 1)"}}, "refuted", "divides by n - 1"),
    ("normal", {"estimator": {"v": "sum((x - mean(x))**2)/(n + 1)"}}, "refuted", "divides by n + 1"),
    ("normal", {"estimator": {"v": "sqrt(variance(x))"}}, "refuted", "square root"),
    ("normal by sd", {"estimator": {"s": "variance(x)"}}, "refuted", "square of"),
    ("normal by sd", {"estimator": {"s": "sqrt(sum((x - mean(x))**2)/(n - 1))"}}, "refuted", ""),
    ("normal", {"estimator": {"v": "sum((x - mean(x))**2)"}}, "refuted", "n times"),
    ("normal", {"estimator": {"v": "2*variance(x)"}}, "refuted", "2 times"),
    ("normal", {"estimator": {"v": "-variance(x)"}}, "refuted", "opposite sign"),
    ("normal", {"estimator": {"mu": "median(x)"}}, "refuted", ""),
    ("normal", {"estimator": {"mu": "(minimum(x) + maximum(x))/2"}}, "refuted", ""),
    ("rate", {"estimator": {"r": "mean(x)"}}, "refuted", "reciprocal"),
    ("rate", {"estimator": {"r": "(n - 1)/sum(x)"}}, "refuted", "(n - 1)/n"),
    ("scale", {"estimator": {"s": "n/sum(x)"}}, "refuted", "reciprocal"),
    ("rayleigh", {"estimator": {"v": "sum(x**2)/n"}}, "refuted", "2 times"),
    ("bernoulli", {"estimator": {"p": "(sum(x) + 1)/(n + 2)"}}, "refuted", ""),
    ("gamma", {"estimator": GAMMA_MOMENTS}, "refuted", ""),
    ("gamma", {"estimator": {"k": "mean(x)**2/variance(x)"}}, "refuted", ""),
    ("gamma of known shape", {"estimator": {"s": "mean(x)"}}, "refuted", ""),
    ("weibull", {"estimator": {"s": "mean(x**k)"}}, "refuted", ""),
    ("cauchy", {"estimator": {"m": "median(x)"}}, "refuted", "score does not vanish"),
    ("line", {"estimator": {"b": "covariance(t, y)/variance(y)"}}, "refuted", ""),
    ("line", {"estimator": {"v": "sum((y - a - b*t)**2)/(n - 2)"}}, "refuted", ""),
    # estimators: neither
    ("two maxima", {"estimator": {"t": "-LambertW(-mean(x))"}}, "undecided", ""),
    ("laplace", {"estimator": {"m": "median(x)"}}, "undecided", "kink"),
    ("uniform", {"estimator": {"h": "maximum(x)"}}, "undecided", "support of x depends"),
    ("weibull", {"estimator": {"k": "2"}}, "refuted", ""),
    # scores
    ("bernoulli", {"score": {"p": "sum(x)/p - (n - sum(x))/(1 - p)"}}, "proved", ""),
    ("bernoulli", {"score": {"p": "(sum(x) - n*p)/(p*(1 - p))"}}, "proved", ""),
    ("bernoulli", {"score": {"p": "sum(x)/p + (n - sum(x))/(1 - p)"}}, "refuted", "wrong sign"),
    ("normal", {"score": {"mu": "sum(x - mu)/v", "v": "sum((x - mu)**2)/(2*v**2) - n/(2*v)"}}, "proved", ""),
    ("normal", {"score": {"v": "sum((x - mu)**2)/v**2 - n/(2*v)"}}, "refuted", "taken twice"),
    ("normal", {"score": {"v": "sum((x - mu)**2)/(2*v**2)"}}, "refuted", "missing"),
    ("normal", {"score": {"mu": "mean(x - mu)/v"}}, "refuted", "1/n times"),
    ("normal", {"score": {"mu": "2*sum(x - mu)/v"}}, "refuted", "2 times"),
    ("normal", {"score": {"v": "sum((x - mu)**2)/v**(3/2) - n/sqrt(v)"}}, "refuted", "derivative by sqrt(v)"),
    ("rate", {"score": {"r": "n/r - sum(x)"}}, "proved", ""),
    ("rate", {"score": {"r": "sum(x)*r**2 - n*r"}}, "refuted", "derivative by 1/r"),
    ("gamma", {"score": {"k": "sum(log(x)) - n*log(s) - n*digamma(k)"}}, "proved", ""),
    ("gamma", {"score": {"k": "sum(log(x)) - n*log(s) - n*(digamma(k + 1) - 1/k)"}}, "proved", ""),
    ("gamma", {"score": {"k": "sum(log(x/s)) - n*digamma(k + 1)"}}, "refuted", ""),
    ("cauchy", {"score": {"m": "sum(2*(x - m)/(1 + (x - m)**2))"}}, "proved", ""),
    ("logistic", {"score": {"m": "n - 2*sum(exp(m - x)/(1 + exp(m - x)))"}}, "proved", ""),
    ("logistic", {"score": {"m": "sum(tanh((x - m)/2))"}}, "proved", ""),
    ("weibull", {"score": {"k": "n/k - n*log(s) + sum(log(x)) - sum((x/s)**k*log(x/s))"}}, "proved", ""),
    ("weibull", {"score": {"k": "n/k + sum(log(x)) - sum((x/s)**k*log(x/s))"}}, "refuted", "missing"),
    ("two maxima", {"score": {"t": "sum(x - t*exp(-t))*(1 - t)*exp(-t)"}}, "proved", ""),
    ("negative binomial", {"score": {"r": "sum(digamma(x + r)) - n*digamma(r) + n*log(p)"}}, "proved", ""),
    ("negative binomial", {"score": {"r": "sum(digamma(x + r) - digamma(r))"}}, "refuted", "missing"),
    ("inverse Gaussian", {"score": {"b": "n/(2*b) - sum((x - m)**2/x)/(2*m**2)"}}, "proved", ""),
    ("trinomial", {"score": {"p": "sum(x)/p - sum(n - x - y)/(1 - p - q)"}}, "proved", ""),
    ("trinomial", {"score": {"p": "sum(x)/p - sum(n - x)/(1 - p - q)"}}, "refuted", ""),
    # Hessians
    ("normal", {"hessian": {("mu", "v"): "-sum(x - mu)/v**2", "mu": "-n/v"}}, "proved", ""),
    ("normal", {"hessian": {"v": "n/(2*v**2) - sum((x - mu)**2)/v**3"}}, "proved", ""),
    ("normal", {"hessian": {"v": "-n/(2*v**2)"}}, "refuted", ""),
    ("normal", {"hessian": {"mu, v": "0"}}, "refuted", ""),
    ("gamma", {"hessian": {"k": "-n*polygamma(1, k)", "k, s": "-n/s"}}, "proved", ""),
    # log-likelihoods
    ("bernoulli", {"log_likelihood": "sum(x*log(p) + (1 - x)*log(1 - p))"}, "proved", ""),
    ("normal", {"log_likelihood": "-n/2*log(2*pi*v) - sum((x - mu)**2)/(2*v)"}, "proved", ""),
    ("normal", {"log_likelihood": "-n/2*log(v) - sum((x - mu)**2)/(2*v)"}, "refuted", "holds no parameter"),
    ("poisson", {"log_likelihood": "sum(x)*log(m) - n*m - sum(log(factorial(x)))"}, "proved", ""),
    ("poisson", {"log_likelihood": "sum(x)*log(m) - n*m - sum(loggamma(x + 1))"}, "proved", ""),
    (
        "gamma",
        {"log_likelihood": "(k - 1)*sum(log(x)) - sum(x)/s - n*log(gamma(k)) - n*k*log(s)"},
        "proved",
        "",
    ),
    ("weibull", {"log_likelihood": "n*log(k/s) + (k - 1)*sum(log(x/s)) - sum((x/s)**k)"}, "proved", ""),
    # right where they are real
    ("normal", {"estimator": {"mu": "sqrt(mean(x)*Abs(mean(x)))"}}, "supported", "no real value"),
    ("normal", {"score": {"mu": "sum(x - mu)/sqrt(mu - 1)*sqrt(mu - 1)/v"}}, "proved", ""),
    ("normal", {"score": {"mu": "log(exp(sum(x - mu)/v) - 1 + 1)"}}, "proved", ""),
    (
        "normal",
        {"score": {"mu": "sum(x - mu)/v + log(sum(x - mu)**2) - 2*log(sum(x - mu))"}},
        "supported",
        "no real value",
    ),
    # right at special points only
    ("normal", {"estimator": {"mu": "mean(x)*count(x < 100)/n"}}, "supported", ""),
    ("rate", {"score": {"r": "n/r - sum(x) + (n - 2)*(n - 3)"}}, "refuted", ""),
    ("poisson", {"estimator": {"m": "mean(x) + (n - 2)*(n - 3)*(n - 4)*(n - 5)*(n - 7)"}}, "refuted", ""),
    ("normal", {"score": {"mu": "sum(x - mu)/v*(1 + (v - 5/3)*(mu - 2))"}}, "refuted", ""),
]


@pytest.mark.parametrize(
    ("name", "claims", "outcome", "words"),
    [pytest.param(*row, id=f"{row[0]} {row[1]}"[:90]) for row in TABLE],
)
def test_the_outcome_of_a_claim(name, claims, outcome, words):
    verdict = verify(MODELS[name], **claims)
    assert verdict.outcome == outcome, str(verdict)
    told = " ".join(part.diagnosis for part in verdict.parts or (verdict,))
    assert words in told


def test_every_model_and_every_outcome_has_its_row():
    assert {row[0] for row in TABLE} == set(MODELS)
    assert {row[2] for row in TABLE} == {"proved", "refuted", "supported", "undecided"}
