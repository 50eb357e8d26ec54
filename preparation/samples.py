"""An invented sheet for the sample of the e-mail of the day before. Nothing is saved."""

from chats.samples import chat
from contacts.models import Contact
from preparation.sheet import CONNECTED_BY, Ask, Sheet, note_on

__all__ = ["chat", "sheet"]

TALK, GUIDE = "His talk on cheap river sensors", "A field guide for schools along the river"
GOAL = "Learn how the first sensor was chosen."
INTRODUCTION = "I’m Amara. I study hydrology in Kumasi and build sensors from what is at hand."
MUST, MAY = (
    "What would you choose first today?",
    "Who else should I speak to, and may I use your name?",
)


def sheet() -> Sheet:
    return Sheet(
        goal=GOAL,
        self_introduction=INTRODUCTION,
        brief=[(str(CONNECTED_BY), TALK), *Contact(recent_work=GUIDE).brief],
        questions=[
            Ask(MUST, note_on(4, is_must=True), is_must=True),
            Ask(MAY, note_on(2, is_must=False)),
        ],
    )
