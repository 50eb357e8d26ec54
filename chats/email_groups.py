"""Kinds of e-mail that belong together; the decorator of each says which it is of."""

from outbox.kinds import Group

ASKS = Group()
"""What carries the ask to the host."""

LETTERS = Group()
"""Of these, what begins with the seeker's own letter."""

NUDGES = Group()
"""What reminds of the ask. The letter is there without it, so it carries none."""

PROPOSALS = Group()
"""What tells the seeker of times the host proposed."""

CHAT_TO_HOST = Group()
"""What tells the host when to meet; the seeker counts on the newest."""

FIRST_NEWS = Group()
"""By which either side first hears of a chat."""

MOVED = Group()
"""What tells of another time."""

CLOCKS_CHANGED = Group()
"""What asks both about a time whose rules have changed; taken back once one of them has said."""

OF_THE_CALENDAR = Group()
"""What a seeker's own calendar does to their offers, once a day at most. Counted with the
rest, it would close their ask to the host."""
