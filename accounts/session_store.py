"""Where sessions are kept, and until when at most."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

MAX_AGE = timedelta(days=30)
"""After signing in. Until then each visit that keeps something adds `SESSION_COOKIE_AGE`."""

BEGAN = "_began"


class SessionStore(db.SessionStore):
    def save(self, must_create: bool = False) -> None:
        if not must_create and SESSION_KEY in self:
            self.setdefault(BEGAN, int(time.time()))
        super().save(must_create)

    def get_expiry_age(self, **kwargs: Any) -> int:
        left = self._ends() - datetime.now(UTC)
        return min(super().get_expiry_age(**kwargs), int(left.total_seconds()))

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        return min(super().get_expiry_date(**kwargs), self._ends())

    def _ends(self) -> datetime:
        return datetime.fromtimestamp(self.get(BEGAN, time.time()), UTC) + MAX_AGE
