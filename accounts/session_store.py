"""Where sessions are kept, and until when at most."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

MAX_AGE = timedelta(days=30)
"""After signing in. Until then each visit that keeps something adds `SESSION_COOKIE_AGE`."""

BEGAN = "_began"


class SessionStore(db.SessionStore):
    now: datetime | None = None
    """The moment of its request (`SessionMiddleware`); none where no request opened it."""

    def save(self, must_create: bool = False) -> None:
        if not must_create and SESSION_KEY in self:
            self.setdefault(BEGAN, int(self._moment().timestamp()))
        super().save(must_create)

    def get_expiry_age(self, **kwargs: Any) -> int:
        moment = kwargs.setdefault("modification", self._moment())
        left = self._ends() - moment
        return min(super().get_expiry_age(**kwargs), int(left.total_seconds()))

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        kwargs.setdefault("modification", self._moment())
        return min(super().get_expiry_date(**kwargs), self._ends())

    def _ends(self) -> datetime:
        began = self.get(BEGAN, self._moment().timestamp())
        return datetime.fromtimestamp(began, UTC) + MAX_AGE

    def _moment(self) -> datetime:
        return self.now or timezone.now()
