"""Asking: writing the letter, its times, and what became of it."""
