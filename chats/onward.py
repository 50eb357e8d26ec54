"""Where the page of a chat leads on to (`accounts.onward`)."""

from accounts.onward import Onward

CALL = Onward("call")
"""The page beside the call."""
AFTER_CHAT = Onward("after_chat")
