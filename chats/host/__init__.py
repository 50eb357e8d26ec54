"""The host's page: answering through a private link, without an account."""
