"""Which NumPy or SciPy function computes which mathematical function.

One table, by name.  A name with a `None` has a rule of its own in `printer`.  What is in neither cannot be
generated and is refused: SciPy has no derivative of an incomplete gamma function by its shape, or of a
Bessel function by its order.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

#: mathematical name -> the call that computes it, arguments in the same order
FUNCTIONS: Final = MappingProxyType(
    {
        "exp": "np.exp",
        "log": "np.log",
        "sin": "np.sin",
        "cos": "np.cos",
        "tan": "np.tan",
        "asin": "np.arcsin",
        "acos": "np.arccos",
        "atan": "np.arctan",
        "atan2": "np.arctan2",
        "sinh": "np.sinh",
        "cosh": "np.cosh",
        "tanh": "np.tanh",
        "asinh": "np.arcsinh",
        "acosh": "np.arccosh",
        "atanh": "np.arctanh",
        "Abs": "np.abs",
        "sign": "np.sign",
        "floor": "np.floor",
        "ceiling": "np.ceil",
        "gamma": "special.gamma",
        "loggamma": "special.gammaln",
        "polygamma": "special.polygamma",
        "beta": "special.beta",
        "binomial": "special.binom",
        "erf": "special.erf",
        "erfc": "special.erfc",
        "erfinv": "special.erfinv",
        "erfcx": "special.erfcx",
        "erfi": "special.erfi",
        "besseli": "special.iv",
        "besselj": "special.jv",
        "besselk": "special.kv",
        "bessely": "special.yv",
        # what the stabilising rewrites introduce
        "gammaln": "special.gammaln",
        "log1p": "np.log1p",
        "expm1": "np.expm1",
        "digamma": "special.digamma",
        "betaln": "special.betaln",
        "expit": "special.expit",
        "xlogy": "special.xlogy",
        "xlog1py": "special.xlog1py",
        "log_ndtr": "special.log_ndtr",
        "ive": "special.ive",
        "kve": "special.kve",
        "hurwitz": "special.zeta",
        "wrightomega": "special.wrightomega",
    }
)

#: mathematical name -> the definition of the run time that computes it, carried by the module
CARRIED: Final = MappingProxyType(
    {
        name: name
        for name in (
            "softplus",
            "log1mexp",
            "log_expm1",
            "inverse_digamma",
            "lambert_difference",
            "log_minus_digamma",
            "trigamma_minus_reciprocal",
            "digamma_difference",
            "gammaln_difference",
            "trigamma_difference",
            "zeta_derivative",
        )
    }
)
