"""The schema's history: one file per revision, each forward and back."""
