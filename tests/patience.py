"""How long a test waits for what must come: the end of hope, on a busy machine, not a speed."""

PATIENCE = 240
"""Seconds, for whole programs and what they do by themselves."""

PAGE_PATIENCE = 30
"""Seconds, for what an open page does."""
