"""A real CalDAV server with one account, in a process and a folder of its own."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.patience import PATIENCE, end_of, wait_until

USER, PASSWORD = "sam", "correct horse"
CONFIG = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {folder}/collections
[web]
type = none
[logging]
level = warning
"""
CALENDAR = """<?xml version="1.0"?>
<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>
<D:displayname>{name}</D:displayname>
</D:prop></D:set></C:mkcalendar>"""
EVENT = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//EN\r
BEGIN:VEVENT\r
UID:{uid}\r
DTSTAMP:20261101T000000Z\r
DTSTART:{starts}\r
DTEND:{ends}\r
SUMMARY:Private\r
{more}END:VEVENT\r
END:VCALENDAR\r
"""


@dataclass
class Radicale:
    port: int
    folder: Path
    user: str = USER
    password: str = PASSWORD

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def host(self) -> str:
        """As it stands in CALENDAR_HOSTS."""
        return f"127.0.0.1:{self.port}"

    def calendar_url(self, calendar: str) -> str:
        return f"{self.url}{self.user}/{calendar}/"

    def make_calendar(self, calendar: str = "work", name: str = "Work") -> str:
        url = self.calendar_url(calendar)
        self._ask("MKCALENDAR", url, CALENDAR.format(name=name))
        return url

    def put(
        self,
        uid: str,
        starts: str,
        ends: str,
        *,
        calendar: str = "work",
        more: str = "",
        name: str = "",
    ) -> None:
        """An event, its times as iCalendar writes them; `more` is further lines of it, `name` what
        the object is called where that is not its UID."""
        ics = EVENT.format(uid=uid, starts=starts, ends=ends, more=more)
        self._ask("PUT", f"{self.calendar_url(calendar)}{name or uid}.ics", ics)

    def take(self, calendar: str, ics: bytes) -> str:
        """A calendar of everything in that file; blank where the server refuses it."""
        url = self.calendar_url(calendar)
        try:
            self._ask("PUT", url, ics)
        except HTTPError:
            return ""
        return url

    def delete(self, uid: str, *, calendar: str = "work") -> None:
        self._ask("DELETE", f"{self.calendar_url(calendar)}{uid}.ics")

    def delete_calendar(self, calendar: str) -> None:
        self._ask("DELETE", self.calendar_url(calendar))

    def events(self, calendar: str = "work") -> list[str]:
        """The text of each object that stands in it, from the server's own folder."""
        folder = self.folder / "collections" / "collection-root" / self.user / calendar
        return [path.read_bytes().decode() for path in sorted(folder.glob("*.ics"))]

    def change_password(self, password: str) -> None:
        (self.folder / "users").write_text(f"{self.user}:{password}\n")

    def _ask(self, method: str, url: str, body: str | bytes = "") -> None:
        body = body.encode() if isinstance(body, str) else body
        kind = "application/xml" if method == "MKCALENDAR" else "text/calendar; charset=utf-8"
        request = Request(url, body or None, {"Content-Type": kind}, method=method)
        request.add_header("Authorization", _basic(self.user, self.password))
        with urlopen(request, timeout=PATIENCE):
            pass


def _basic(user: str, password: str) -> str:
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


@contextmanager
def running_radicale() -> Iterator[Radicale]:
    folder = Path(tempfile.mkdtemp(prefix="radicale-"))
    server = Radicale(_free_port(), folder)
    server.change_password(server.password)
    config = folder / "config"
    config.write_text(CONFIG.format(port=server.port, folder=folder))
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", str(config)],
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
            stdout=output,
            stderr=output,
        )
    try:
        wait_until("Radicale answers", lambda: _answers(server, process, log), log)
        yield server
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _answers(server: Radicale, process: "subprocess.Popen[bytes]", log: Path) -> bool:
    assert process.poll() is None, end_of(log)
    try:
        server._ask("OPTIONS", server.url)
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
