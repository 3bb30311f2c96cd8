"""Trainings: trainers, drafts, orders and the kind that the engine carries."""
