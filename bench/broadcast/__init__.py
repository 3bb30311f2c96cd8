"""A broadcast to very many people, with refusals on the way and a death in the middle."""
