"""How the tables are emptied after a test whose transactions are real."""

from django.db import connection, transaction

KEPT = {"django_content_type", "auth_permission"}
"""Made by the migrations, and the same for every test."""


def empty_tables(_: object = None) -> None:
    """Those that hold a row, in whatever order: foreign keys are looked at in the end. Django's own
    way empties all with TRUNCATE, which waits for every reader, and makes anew what is in KEPT."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    wanted = sorted(set(tables) - KEPT)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in wanted)
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {name}")
