"""Everything that faces a person or the network, and the place where all parts are put together."""
