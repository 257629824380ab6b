"""Privacy (RODO): copies of a person's data, retention. Stands on top: it reaches every room."""
