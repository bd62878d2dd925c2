"""Elementary functions by what is known of their signs."""

from __future__ import annotations

from sympy import asinh, atan, atanh, cosh, erf, erfc, erfinv, sinh, tanh

from symmle.notation.inverses import inverse_digamma

ODD_AND_RISING = (sinh, asinh, tanh, atanh, atan, erf, erfinv)
POSITIVE = (cosh, erfc, inverse_digamma)
