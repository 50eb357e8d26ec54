"""Real rules that are not those of today: a small tree of zone files before all others."""

import struct
import zoneinfo
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

from django.apps import apps
from timezone_field import TimeZoneField

AHEAD = {"Europe/Berlin": "CEST-2"}
"""The seeker's clocks stay on summer time; the strings are those of POSIX."""
HOST_AHEAD = {"America/New_York": "EDT4"}
HOST_BEHIND = {"America/New_York": "CST6"}


def tzif(rule: str) -> bytes:
    """A zone file of one rule for all time (RFC 8536): a footer behind two empty tables."""
    header = b"TZif2" + b"\0" * 15 + struct.pack(">6l", 0, 0, 0, 0, 1, 4)
    table = header + struct.pack(">lbb", 0, 0, 0) + b"UTC\0"
    return table + table + f"\n{rule}\n".encode()


@contextmanager
def rules(folder: Path, changed: Mapping[str, str]) -> Iterator[None]:
    """Today's rules but for those zones, in this process, until the end of the block."""
    for name, rule in changed.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(tzif(rule))
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath([str(folder), *before])
    ZoneInfo.clear_cache()
    try:
        yield
    finally:
        zoneinfo.reset_tzpath(before)
        ZoneInfo.clear_cache()
        choose_among_the_zones_read_anew()


def choose_among_the_zones_read_anew() -> None:
    """Zones are equal only when they are the same object, so a field would refuse the new ones."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, TimeZoneField):
                field.choices = [(ZoneInfo(zone.key), said) for zone, said in field.choices]
