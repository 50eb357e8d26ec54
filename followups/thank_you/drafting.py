"""A thank-you to start from: the seeker's notes, what comes next, and places for their own words.

What one jots down for oneself is not yet said to somebody: every note, next step and promise
stands in a bracket that has to be written anew before it leaves.
"""

from chats.errors import Refused
from chats.models import Chat
from chats.states import Side
from coach import thank_you as thanks_coach
from coach.thank_you import (
    BESIDES,
    FOR_TIME,
    NEXT_STEP,
    PROMISED,
    STAYS,
    WILL_TELL,
    Thanks,
)
from followups.brackets import SPECIFIC, in_own_words
from followups.models import Debrief, FollowUp, Promise
from preparation.models import Note

MAX_STARRED = 2


def first_draft(chat: Chat) -> str:
    """The starred notes stand in as the specific things; else the first line of any notes."""
    first, *more = _remembered(chat) or [SPECIFIC]
    return (
        f"Dear {chat.contact.first_name},\n\n"
        f"{FOR_TIME} {STAYS} {first}\n\n"
        f"{''.join(f'{BESIDES} {other}{_BREAK}' for other in more)}"
        f"{_what_next(chat)}\n\n"
        f"{chat.seeker.first_name}"
    )


_BREAK = "\n\n"


def _remembered(chat: Chat) -> list[str]:
    """Notes in their brackets: what was starred, or the first line there is."""
    jotted = Note.objects.filter(chat=chat).exclude(text="").order_by("-is_starred", "created_at")
    notes = list(jotted[:MAX_STARRED])
    starred = _lines(*(note.text for note in notes if note.is_starred))
    found = starred or _lines(chat.notes)[:1] or _lines(*(note.text for note in notes))[:1]
    return [in_own_words(line) for line in found]


def _lines(*texts: str) -> list[str]:
    """The first line of each text that says something."""
    firsts = []
    for text in texts:
        lines = (line.strip(" -*•\t[]") for line in text.splitlines())
        firsts.append(next((line for line in lines if line), ""))
    return [line for line in firsts if line]


def _what_next(chat: Chat) -> str:
    """The next step and what the seeker promised; where there is neither, nothing is asked."""
    next_step = _lines(next_step_of(chat))
    said = [f"{NEXT_STEP} {in_own_words(line)}" for line in next_step]
    mine = Promise.objects.filter(chat=chat, by=Side.SEEKER).open().first()
    if mine:
        by = f" by {mine.due_on:%A} {mine.due_on.day} {mine.due_on:%B}" if mine.due_on else ""
        said.append(f"{PROMISED} {in_own_words(mine.text)}{by}.")
    return "\n\n".join(said) or WILL_TELL


def next_step_of(chat: Chat) -> str:
    debrief = Debrief.objects.filter(chat=chat).first()
    return debrief.next_step if debrief else ""


def thanks(follow_up: FollowUp, text: str) -> Thanks:
    """All the coach looks at."""
    chat = follow_up.its_chat
    jotted = Note.objects.filter(chat=chat).order_by("-is_starred").values_list("text", flat=True)
    return Thanks(
        text=text,
        seeker_name=chat.seeker.display_name,
        contact_name=chat.contact.name,
        contact_called=chat.contact.called,
        notes="\n".join([*jotted, chat.notes]),
        next_step=next_step_of(chat),
    )


def check(follow_up: FollowUp) -> None:
    """The words as they are kept may leave; refuses with what has to be put right first."""
    for hint in thanks_coach.blocks(thanks(follow_up, follow_up.text)):
        raise Refused(hint.sentence)
