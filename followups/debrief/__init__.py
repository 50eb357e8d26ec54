"""What the seeker makes of a chat, at once after it."""
