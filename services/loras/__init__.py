"""People's models: names, trigger words and the library."""
