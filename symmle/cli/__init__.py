"""The command line: derive, fit, generate, verify and families, with the words and the errors of the library.

Nothing is imported here, so that the command can explain itself before the algebra is loaded.
"""

__all__: list[str] = []
