"""The chat both agreed to: booked, moved, confirmed, cancelled, held."""
