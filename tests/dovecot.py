"""A real IMAP server with one account, in processes and a folder of its own."""

import imaplib
import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.certificate import certify
from tests.patience import end_of, wait_until, wait_until_ended

PASSWORD = "correct horse/battery @ staple"
_numbers = itertools.count(1)
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
disable_plaintext_auth = no
auth_failure_delay = 0
mail_max_userip_connections = 100
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail/%u
mail_fsync = never
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    folder: Path
    port: int
    tls_port: int
    user: str = ""
    password: str = PASSWORD
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def certificate(self) -> Path:
        return self.folder / "cert.pem"

    def account(self, **changes: Any) -> dict[str, Any]:
        """As `settings.INBOX` holds it."""
        plain = {
            "HOST": "127.0.0.1",
            "PORT": self.port,
            "USER": self.user,
            "PASSWORD": self.password,
        }
        return {**plain, "FOLDER": "INBOX", "SECURITY": "none", **changes}

    @contextmanager
    def signed_in(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self.port, 10) as client:
            client.login(self.user, self.password)
            yield client

    def put(self, message: bytes, folder: str = "INBOX") -> None:
        """Into a folder, by IMAP APPEND."""
        with self.signed_in() as client:
            if folder != "INBOX":
                client.create(folder)
            status, said = client.append(folder, "", "", message)
            assert status == "OK", said

    def flags(self) -> list[bytes]:
        """Of every message, as the server says them."""
        with self.signed_in() as client:
            client.select("INBOX", readonly=True)
            _, answer = client.fetch("1:*", "(FLAGS)")
            return [line for line in answer if line]

    def begin_anew(self) -> None:
        """Another account, whose inbox is empty."""
        self.user = f"coffee-{next(_numbers)}"

    def start(self) -> None:
        user = _ordinary_user()
        self.process = subprocess.Popen(
            [os.environ["COFFEECHAT_DOVECOT"], "-F", "-c", str(self.folder / "dovecot.conf")],
            user=user.pw_uid if os.geteuid() == 0 else None,
            group=user.pw_gid if os.geteuid() == 0 else None,
            extra_groups=[] if os.geteuid() == 0 else None,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_until("Dovecot answers", self._answers, self.log)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            wait_until_ended(self.process, self.log)

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, end_of(self.log)
        try:
            with self.signed_in():
                return True
        except (OSError, imaplib.IMAP4.error):
            return False


def _ordinary_user() -> pwd.struct_passwd:
    """Dovecot serves no e-mail to root: then as the user its package brings."""
    return pwd.getpwnam("dovecot") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


@contextmanager
def running_dovecot() -> Iterator[Dovecot]:
    # Not below a folder of root's alone, and with a short path for its sockets.
    folder = Path(tempfile.mkdtemp(prefix="dovecot-", dir="/tmp"))
    server = Dovecot(folder, _free_port(), _free_port())
    try:
        _prepare(server)
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(server: Dovecot) -> None:
    user, folder = _ordinary_user(), server.folder
    group = _group_name(user.pw_gid)
    ports = {"port": server.port, "tls_port": server.tls_port}
    server.begin_anew()
    # All at once, since Dovecot looks for changes of a file by the second.
    people = (f"coffee-{number}:{{PLAIN}}{server.password}\n" for number in range(1000))
    (folder / "users").write_text("".join(people))
    text = CONFIG.format(folder=folder, user=user.pw_name, group=group, **ports)
    (folder / "dovecot.conf").write_text(text)
    certify(folder)
    for path in [folder, *folder.iterdir()]:
        shutil.chown(path, user.pw_uid, user.pw_gid)


def _group_name(gid: int) -> str:
    import grp

    return grp.getgrgid(gid).gr_name


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
