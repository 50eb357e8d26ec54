"""Bring the database and the static files up to date: `python -m local.services.prepare …`.

Two roles, `database` and `static`, so that they may work beside each other; each in a process of
its own, because `bin/up` itself never loads Django. `prepared` says when neither is needed.
"""

import sys

import django
from django.core.management import call_command

from local.services import prepared


def database() -> None:
    """Migrate, and make the table of the cache."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def static() -> None:
    """Collect and compress, which takes seconds, unless nothing changed since the last time."""
    from django.conf import settings

    if prepared.static_is_current(settings.STATIC_ROOT):
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    prepared.note_static(settings.STATIC_ROOT)


PARTS = {"database": database, "static": static}

if __name__ == "__main__":
    django.setup()
    for part in sys.argv[1:]:
        PARTS[part]()
