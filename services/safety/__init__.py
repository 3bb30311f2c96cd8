"""What may not be drawn or called: words, pictures, and what people report."""
