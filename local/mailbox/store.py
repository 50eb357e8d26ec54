"""E-mail on disk: a folder per recipient, a file per message, its name the time it came."""

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path
from urllib.parse import quote, unquote

MAX_KEPT = 5000
KEY = re.compile(r"\d{19}-[0-9a-f]{8}")


@dataclass(frozen=True)
class Stored:
    path: Path

    @property
    def key(self) -> str:
        return self.path.stem

    @property
    def recipient(self) -> str:
        return unquote(self.path.parent.name)

    @property
    def came_at(self) -> datetime:
        return datetime.fromtimestamp(int(self.key.split("-")[0]) / 1e9, tz=UTC)

    def headers(self) -> EmailMessage:
        with self.path.open("rb") as file:
            return BytesHeaderParser(policy=policy.default).parse(file)

    def message(self) -> EmailMessage:
        with self.path.open("rb") as file:
            return BytesParser(policy=policy.default).parse(file)


@dataclass(frozen=True)
class Mailbox:
    folder: Path

    def keep(self, recipient: str, content: bytes) -> Stored:
        """The file gets its name when it is whole, so a reader never sees half an e-mail."""
        home = self.folder / _folder_name(recipient)
        home.mkdir(mode=0o700, exist_ok=True)
        path = home / f"{time.time_ns():019d}-{os.urandom(4).hex()}.eml"
        temporary = path.with_suffix(".part")
        temporary.write_bytes(content)
        temporary.replace(path)
        return Stored(path)

    def recipients(self) -> list[tuple[str, int]]:
        """Each recipient and the number of e-mails, by name."""
        homes = sorted(path for path in self.folder.iterdir() if path.is_dir())
        counted = ((unquote(home.name), len(list(home.glob("*.eml")))) for home in homes)
        return [(name, count) for name, count in counted if count]

    def newest(self, recipient: str = "", limit: int | None = None) -> list[Stored]:
        """E-mails, newest first; of one recipient, or of all."""
        home = _folder_name(recipient) if recipient else "*"
        paths = sorted(self.folder.glob(f"{home}/*.eml"), key=_by_time)
        return [Stored(path) for path in reversed(paths[-limit:] if limit else paths)]

    def find(self, key: str) -> Stored | None:
        if not KEY.fullmatch(key):
            return None
        return next((Stored(path) for path in self.folder.glob(f"*/{key}.eml")), None)

    def trim(self, kept: int = MAX_KEPT) -> None:
        """Forget the oldest."""
        for stored in self.newest()[kept:]:
            stored.path.unlink(missing_ok=True)


def parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """Every part that is not a container."""
    return (part for part in message.walk() if not part.is_multipart())


def _folder_name(recipient: str) -> str:
    """One folder name for one address; quoting leaves no slash and no wildcard in it."""
    name = quote(recipient.lower(), safe="@+")
    return f"%2E{name[1:]}" if name.startswith(".") else name


def _by_time(path: Path) -> str:
    return path.name
