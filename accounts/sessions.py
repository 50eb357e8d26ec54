"""Which sessions are a seeker's, and ending them."""

from allauth.core import context as allauth_context
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User


def sessions_of(seeker: User) -> QuerySet[Session]:
    """Those signed in as the seeker. Only their content tells, so each is opened."""
    keys = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(seeker.pk)
    ]
    return Session.objects.filter(pk__in=keys)


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]
    def end_sessions(self, sessions: list[UserSession]) -> None:
        """Also those that are not listed, such as from before there was a list."""
        super().end_sessions(sessions)
        request = allauth_context.request
        others = sessions_of(request.user).exclude(pk=request.session.session_key)
        others.delete()


def forget_ended() -> None:
    """What was listed of sessions that have ended: from where, and with which browser."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(alive)).delete()
