"""Which time zone rules this process goes by: told apart by what is in them, not by a number."""

import zoneinfo
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path


def in_use() -> str:
    """`2026.6 3f0c…`: the version of `tzdata`, and a fingerprint of every zone as it is read.

    The system's own files come before the package (PEP 615), and change without it.
    """
    digest = sha256()
    for name in sorted(zoneinfo.available_timezones()):
        digest.update(name.encode())
        digest.update(_read(name))
    return f"{version('tzdata')} {digest.hexdigest()[:32]}"


def _read(name: str) -> bytes:
    """The file that `ZoneInfo(name)` would read."""
    for folder in zoneinfo.TZPATH:
        path = Path(folder, name)
        if path.is_file():
            return path.read_bytes()
    return files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()


def read_anew() -> None:
    """Forget the zones this process has read: their files have changed since."""
    zoneinfo.ZoneInfo.clear_cache()
