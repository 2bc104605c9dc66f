"""Running NumPy programs on Stridewise, unchanged.

`substitution` decides who gets what for ``import numpy``; `program` runs a script or module as Python would.
"""
