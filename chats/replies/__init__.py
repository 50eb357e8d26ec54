"""What arrives by e-mail: read from the instance's inbox, understood in a child, kept and shown."""
