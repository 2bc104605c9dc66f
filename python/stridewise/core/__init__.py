"""Where pickles that NumPy 1 wrote look for their parts; nothing else lives here."""
