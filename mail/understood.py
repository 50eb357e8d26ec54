"""What one e-mail was understood to be."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    BOUNCE = "bounce"
    DELAY = "delay"
    """Still being tried: it changes nothing."""
    AUTO = "auto"
    """Written by a program: a note of absence, or that somebody left."""
    REPLY = "reply"
    NONE = "none"
    """A read receipt, a bounce that somebody forwards, nothing at all."""


@dataclass(frozen=True)
class Understood:
    """Plain values alone, so that a child process can say them."""

    kind: Kind
    message_id: str = ""
    sender: str = ""
    """The address of From. It proves nothing."""
    sender_name: str = ""
    sent_at: datetime | None = None
    recipients: tuple[str, ...] = ()
    """Of To and Cc."""
    delivered_to: tuple[str, ...] = ()
    """As mail servers wrote on the way: where it went, whatever its writer said."""
    references: tuple[str, ...] = ()
    """Message-IDs it answers, the nearest first; of a bounce also that of what came back."""
    original: str | None = None
    """The one of them that it answers, or that came back."""

    permanent: bool = False
    """Whether it is the address that is wrong, and not a full mailbox, a policy or a bad day."""
    code: str = ""
    """By RFC 3463, such as 5.1.1."""
    recipient: str = ""
    """Whom it did not reach, and `also` as the sender had named them."""
    also: tuple[str, ...] = ()
    addressed_to: tuple[str, ...] = ()
    """To whom what came back was written: it may be a group, of whom one alone was not reached."""
    returned: tuple[str, ...] = ()
    """Addresses in the head of what came back, where a token of ours may stand."""
    reason: str = ""
    """What the server said, in a line."""

    until: date | None = None
    """The last day somebody says they are away, or the day they say they are back."""
    gone: bool = False
    """Whether somebody left for good."""

    subject: str = ""
    text: str = ""
    """What is new in it: without what it quotes, and without a signature."""
    whole: str = ""
    attachments: tuple[str, ...] = ()
    """Their names; nothing of what is in them."""

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=lambda day: day.isoformat())

    @classmethod
    def from_json(cls, text: str) -> "Understood":
        said: dict[str, Any] = json.loads(text)
        lists = {name: tuple(one) for name, one in said.items() if isinstance(one, list)}
        sent_at, until = said["sent_at"], said["until"]
        read = {
            "kind": Kind(said["kind"]),
            "sent_at": datetime.fromisoformat(sent_at) if sent_at else None,
            "until": date.fromisoformat(until) if until else None,
        }
        return cls(**said | lists | read)
