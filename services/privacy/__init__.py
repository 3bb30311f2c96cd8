"""Consent before the first photo, and erasing everything when its time has come."""
