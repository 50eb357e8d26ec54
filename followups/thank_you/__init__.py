"""The thank-you and its 24 hours."""
