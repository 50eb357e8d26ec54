"""A Valkey of our own: the broker, on a socket only we may open."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import redis

from local.services import runtime
from local.services.processes import Role
from local.services.sockets import socket_folder
from local.services.state import State, write_private

# A queue must never be thrown away to save memory, and must outlive a crash.
CONFIGURATION = """\
port 0
unixsocket "{socket}"
unixsocketperm 700
requirepass {password}
dir "{home}"
appendonly yes
save ""
maxmemory-policy noeviction
"""


@dataclass(frozen=True)
class Valkey:
    home: Path
    socket: Path
    program: Path
    password: str

    @property
    def url(self) -> str:
        return f"unix://:{quote(self.password)}@{quote(str(self.socket))}"

    def role(self) -> Role:
        configuration = self.home / "valkey.conf"
        text = CONFIGURATION.format(socket=self.socket, password=self.password, home=self.home)
        # In a file, since every user of the machine can read a command line.
        write_private(configuration, text)
        return Role("valkey", [str(self.program), str(configuration)])

    def answers(self) -> bool:
        client = redis.Redis(unix_socket_path=str(self.socket), password=self.password)
        try:
            return bool(client.ping())
        except (redis.ConnectionError, redis.ResponseError):
            return False
        finally:
            client.close()


def of(state: State) -> Valkey:
    home = state.folder / "valkey"
    home.mkdir(mode=0o700, exist_ok=True)
    socket = socket_folder(home) / "valkey.sock"
    return Valkey(home, socket, runtime.valkey(), state.secrets()["VALKEY_PASSWORD"])
