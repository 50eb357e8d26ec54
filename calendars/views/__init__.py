"""Pages about when a seeker is free."""
