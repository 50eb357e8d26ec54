"""Where allauth counts who tried to sign in, and how often."""

from datetime import datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache


class Counters(DatabaseCache):
    """Django's cache in Postgres makes room by forgetting a third of what still counts: whoever
    made enough counters of their own could guess on. Here only what has run out is forgotten."""

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:
        super()._cull(db, cursor, now, num=0)  # type: ignore[misc]  # so few ask for no more room
