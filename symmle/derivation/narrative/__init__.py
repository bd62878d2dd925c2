"""The story of a derivation."""
from symmle.exposition import Document
def narrate(derivatives, solution, certificate):
    return Document("derivation", ())
__all__=["narrate"]
