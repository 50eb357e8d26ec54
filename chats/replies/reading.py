"""What the child makes of one e-mail: a calendar's reply, or what it means."""

import json
from dataclasses import dataclass

import mail
from chats.replies.packing import could_hold_one
from chats.replies.parsing import Reply, read


@dataclass(frozen=True)
class Read:
    """One of the two, as what its words mean is asked of no calendar's reply."""

    calendar: Reply | None
    understood: mail.Understood

    def to_json(self) -> str:
        calendar = self.calendar.to_json() if self.calendar else ""
        return json.dumps([calendar, self.understood.to_json()])

    @classmethod
    def from_json(cls, text: str) -> "Read":
        calendar, understood = json.loads(text)
        reply = Reply.from_json(calendar) if calendar else None
        return cls(reply, mail.Understood.from_json(understood))


NOTHING = Read(None, mail.Understood(mail.Kind.NONE))


def read_email(raw: bytes) -> Read:
    calendar = read(raw) if could_hold_one(raw) else None
    return Read(calendar, NOTHING.understood) if calendar else Read(None, mail.understand(raw))
