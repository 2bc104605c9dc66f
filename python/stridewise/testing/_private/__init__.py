"""NumPy's private names of the testing functions; its own test suite imports them from here."""
