"""Proofs for several parameters at once: exponential families, and locations with a scale."""

from symmle.proof.several.argument import Joint, prove_jointly

__all__ = ["Joint", "prove_jointly"]
