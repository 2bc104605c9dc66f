"""Functions that NumPy keeps under ``lib``."""
