"""Data sets: the photos and captions of a model as an object of their own, looked at, edited, copied, trained again."""
