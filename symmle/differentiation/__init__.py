"""The score and the Hessian, of the reduced log-likelihood and as a textbook writes them."""

from symmle.differentiation.derivatives import Derivatives, differentiate

__all__ = ["Derivatives", "differentiate"]
