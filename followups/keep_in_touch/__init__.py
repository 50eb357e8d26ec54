"""What keeps a contact warm in the months after."""
