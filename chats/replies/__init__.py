"""Replies by calendar: read from the instance's inbox, understood in a child, kept as hints."""
