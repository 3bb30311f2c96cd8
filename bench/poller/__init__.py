"""How soon the end of a training is noticed, and what looking costs."""
