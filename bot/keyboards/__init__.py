"""Inline keyboards and the data their buttons carry."""
