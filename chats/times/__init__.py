"""Which times a seeker can offer, and those they typed."""
