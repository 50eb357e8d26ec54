"""Bring the database and the static files up to date, in one process because Django starts once."""

import django
from django.core.management import call_command

from coffeechat.services.static import collect


def main() -> None:
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    collect()


if __name__ == "__main__":
    main()
