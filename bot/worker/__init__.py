"""Background work: lanes of updates, ticks of the engine, and what starts them."""
