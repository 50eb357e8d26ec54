"""Who signed up with an older name of their zone, such as Asia/Calcutta, has the one in use."""

from importlib.resources import files

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

OTHER_COUNTRY = {"Africa/Asmera": "Africa/Asmara", "Africa/Timbuktu": "Africa/Bamako"}
"""Older names that the zone database leads to a neighbour with the same clocks."""


def to_names_in_use(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    users = apps.get_model("accounts", "User")._base_manager
    stored = {zone.key for zone in users.order_by().values_list("time_zone", flat=True).distinct()}
    in_use, led = _in_use(), _led()
    for name in stored:
        if (end := _end(name, led, in_use)) != name:
            users.filter(time_zone=name).update(time_zone=end)


def _in_use() -> set[str]:
    rows = (line.split("\t") for line in _table("zone.tab") if not line.startswith("#"))
    return {"UTC", *(row[2] for row in rows)}


def _led() -> dict[str, str]:
    """Each link of the zone database with what it leads to."""
    links = (line.split() for line in _table("tzdata.zi") if line.startswith("L "))
    return {alias: target for _, target, alias in links} | OTHER_COUNTRY


def _table(name: str) -> list[str]:
    return files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8").splitlines()


def _end(name: str, led: dict[str, str], in_use: set[str]) -> str:
    """A name that leads to none in use stays."""
    end = name
    while end not in in_use and end in led:
        end = led[end]
    return end if end in in_use else name


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_called"),
    ]

    operations = [migrations.RunPython(to_names_in_use, migrations.RunPython.noop)]
