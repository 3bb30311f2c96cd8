"""How long a set of photos takes from its arrival to verdicts and the training archive."""
