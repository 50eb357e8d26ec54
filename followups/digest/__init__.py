"""The one weekly e-mail of what is due."""
