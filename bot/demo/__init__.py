"""The demo: a person's whole story, played against the real program and its sandbox over HTTP."""
