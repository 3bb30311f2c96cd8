"""From a prompt to pictures of a model."""
