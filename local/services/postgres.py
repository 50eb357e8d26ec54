"""A Postgres of our own: made once, reached by a socket only we may open."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg2

from local.services import runtime
from local.services.processes import Role, end_all_in
from local.services.sockets import socket_folder
from local.services.state import Refusal, State, write_private

USER = DATABASE = "coffeechat"
OUTSIDE = Path("/var/lib/coffeechat")
"""Where root keeps the data when the state folder is closed to the user Postgres runs as."""

UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Postgres:
    home: Path
    sockets: Path
    programs: Path
    password: str
    user: str | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def url(self) -> str:
        return (
            f"postgres://{USER}:{quote(self.password)}@/{DATABASE}?host={quote(str(self.sockets))}"
        )

    def role(self, settings: dict[str, str] | None = None) -> Role:
        wanted = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            **(settings or {}),
        }
        options = [part for name, value in wanted.items() for part in ("-c", f"{name}={value}")]
        command = [str(self.programs / "postgres"), "-D", str(self.data), *options]
        return Role("postgres", command, signal.SIGINT, patience=30, user=self.user)

    def initialise(self) -> None:
        """Make the data folder, or check that the one there is ours to open."""
        version = self.data / "PG_VERSION"
        if version.exists():
            self._check_major(version.read_text().strip())
            self._forget_dead_postmaster()
            return
        # Half a data folder is what a kill -9 in the middle of initdb leaves.
        shutil.rmtree(self.data, ignore_errors=True)
        self._initdb()

    def _check_major(self, found: str) -> None:
        ours = runtime.major(self.programs)
        if found != str(ours):
            raise Refusal(
                f"The data in {self.data} belongs to Postgres {found}, "
                f"and this is Postgres {ours}: "
                "export it with the old version first, or choose another COFFEECHAT_STATE."
            )

    def _forget_dead_postmaster(self) -> None:
        """It will not start while the number in its lock files belongs to any process of its user.

        The rest of its pid file stays: by it Postgres knows the memory of backends still at work.
        """
        end_all_in(self.data)
        for stale in self.sockets.glob(".s.PGSQL.*"):
            stale.unlink()
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        _, newline, rest = pid_file.read_text().partition("\n")
        if newline:
            # The number of its own parent is the one it takes for a stale one.
            pid_file.write_text(f"{os.getpid()}\n{rest}")
        else:
            pid_file.unlink()

    def _initdb(self) -> None:
        password = self.home / "password"
        write_private(password, self.password)
        making = self.home / "making"
        shutil.rmtree(making, ignore_errors=True)
        if self.user:
            shutil.chown(password, self.user)
        done = subprocess.run(
            [
                self.programs / "initdb",
                f"--pgdata={making}",
                f"--username={USER}",
                f"--pwfile={password}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                *_locale(runtime.major(self.programs)),
            ],
            capture_output=True,
            text=True,
            cwd=self.home,
            user=self.user,
        )
        password.unlink()
        if done.returncode:
            raise Refusal(f"Postgres could not make its data folder: {_last_line(done.stderr)}")
        # Only a finished data folder gets the name.
        making.rename(self.data)

    def answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def create_database(self) -> None:
        connection = self._connect("postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()

    def _connect(self, database: str) -> "psycopg2.extensions.connection":
        return psycopg2.connect(
            host=str(self.sockets), user=USER, password=self.password, dbname=database
        )


def check(url: str) -> None:
    """Whether somebody else's Postgres lets us in. What is said must not hold its password."""
    try:
        psycopg2.connect(url, connect_timeout=5).close()
    except psycopg2.OperationalError as error:
        raise Refusal(
            f"The database of DATABASE_URL does not let us in ({_first_line(str(error))}): "
            "start it, correct the address, or leave DATABASE_URL out."
        ) from None
    except psycopg2.ProgrammingError:
        raise Refusal(
            "DATABASE_URL is no address of a Postgres: "
            "write it as postgres://user:password@host:5432/name, or leave it out."
        ) from None


def of(state: State) -> Postgres:
    """The Postgres of a state folder. Root hands it to `nobody`, for Postgres refuses root."""
    programs = runtime.postgres()
    home = state.folder / "postgres"
    user = _unprivileged() if os.geteuid() == 0 else None
    if user and not home.exists() and not _open_to_all(state.folder):
        _place_outside(home)
    home.mkdir(mode=0o700, exist_ok=True)
    home = home.resolve()
    if user:
        shutil.chown(home, user, pwd.getpwnam(user).pw_gid)
        if not _open_to_all(programs):
            programs = _copied(programs, home)
    return Postgres(
        home=home,
        sockets=socket_folder(home, user),
        programs=programs,
        password=state.secrets()["POSTGRES_PASSWORD"],
        user=user,
    )


def _unprivileged() -> str:
    return pwd.getpwnam("nobody").pw_name


def _open_to_all(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in [path, *path.parents])


def _place_outside(home: Path) -> None:
    OUTSIDE.mkdir(mode=0o711, parents=True, exist_ok=True)
    place = OUTSIDE / secrets.token_hex(8)
    place.mkdir(mode=0o700)
    home.symlink_to(place)


def _copied(programs: Path, home: Path) -> Path:
    """The programs inside `home`, with the libraries they look for beside their package."""
    package = programs.parents[1]
    copy, stamp = home / "runtime", home / "runtime.txt"
    program = (programs / "postgres").stat()
    version = f"{programs} {program.st_size} {program.st_mtime_ns}"
    if not stamp.exists() or stamp.read_text() != version:
        shutil.rmtree(copy, ignore_errors=True)
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, copy / folder.name, symlinks=True)
        stamp.write_text(version)
    return copy / package.name / programs.relative_to(package)


def _locale(major: int) -> list[str]:
    """The same sorting on every machine; the wheel has no ICU."""
    if major >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C"]


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[-1]
