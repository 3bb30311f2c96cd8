"""Engines that train and draw for money, each behind the same port."""
