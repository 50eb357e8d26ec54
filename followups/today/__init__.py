"""Today: all that is due, in one list."""
