"""Where the pages of a contact lead on to (`accounts.onward`)."""

from accounts.onward import Onward

INVITE = Onward("invite")
"""Begins an invitation to a contact, by POST."""
INVITATION = Onward("invitation")
CHAT = Onward("chat")
THANK_YOU = Onward("thank_you")
"""Of a chat."""
KEEP_IN_TOUCH = Onward("keep_in_touch")
"""With a contact."""
ADD_OUTCOME = Onward("add_outcome")
INTRODUCTIONS = Onward("introductions")
