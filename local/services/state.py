"""The state folder: everything one installation keeps on this machine."""

import errno
import fcntl
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

FULL = {errno.ENOSPC, errno.EDQUOT}
UNWRITABLE = FULL | {errno.EROFS, errno.EACCES, errno.EPERM}
MIN_FREE_BYTES = 32_000_000
"""Bytes that must be left on the disk."""
CHECKOUT = Path(__file__).resolve().parents[2]
SECRET_NAMES = ("SECRET_KEY", "FIELD_KEYS", "POSTGRES_PASSWORD", "VALKEY_PASSWORD")


class Refusal(Exception):
    """Why it cannot start, as one sentence a newcomer can act on."""


@dataclass(frozen=True)
class State:
    folder: Path

    @property
    def log(self) -> Path:
        return self.folder / "coffeechat.log"

    @property
    def run_file(self) -> Path:
        """Who runs, and where it answers."""
        return self.folder / "run.json"

    @property
    def env_file(self) -> Path:
        """The environment of the running program, to be sourced by a shell."""
        return self.folder / "env"

    @property
    def mailbox(self) -> Path:
        return self.folder / "mailbox"

    @property
    def static(self) -> Path:
        return self.folder / "static"

    def prepare(self) -> None:
        """Make the folder; as root others may pass through it, since Postgres runs as nobody."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
            self.mailbox.mkdir(mode=0o700, exist_ok=True)
            self.log.touch(mode=0o600)
            self.check_room()
        except OSError as error:
            raise self.refusal(error) from None

    def check_room(self) -> None:
        """Raises as a write would that finds none. Postgres takes room by the 16 MB."""
        disk = os.statvfs(self.folder)
        if disk.f_bavail * disk.f_frsize < MIN_FREE_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def refusal(self, error: OSError) -> Refusal:
        what_to_do = (
            "make room on its disk and start again"
            if error.errno in FULL
            else "set COFFEECHAT_STATE to a folder of yours"
        )
        return Refusal(f"{self.unwritable(error)}: {what_to_do}.")

    def unwritable(self, error: OSError) -> str:
        return f"The state folder {self.folder} cannot be written ({error.strerror})"

    def lock(self) -> IO[str]:
        """Hold the folder for as long as the returned file is open; the kernel frees it for us."""
        file = (self.folder / "lock").open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise Refusal(
                f"CoffeeChat already runs on {self.folder}: use that one, or stop it first."
            ) from None
        return file

    def secrets(self) -> dict[str, str]:
        """Each made once, then kept; a folder of an older version gets what it lacks."""
        path = self.folder / "secrets.env"
        lines = path.read_text().splitlines() if path.exists() else []
        kept = dict(line.split("=", 1) for line in lines)
        made = {name: secrets.token_urlsafe(48) for name in SECRET_NAMES if name not in kept}
        if made:
            kept |= made
            write_private(path, "".join(f"{name}={value}\n" for name, value in kept.items()))
        return kept


def chosen() -> State:
    """The state folder named by COFFEECHAT_STATE, or the one inside the checkout."""
    name = os.environ.get("COFFEECHAT_STATE") or CHECKOUT / ".state"
    return State(Path(name).expanduser().absolute())


def write_private(path: Path, text: str) -> None:
    """Write for our eyes only, whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
