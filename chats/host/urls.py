"""The host's pages behind a private link. No account, no cookie, no script needed."""

from collections.abc import Iterable
from typing import Any

from django.urls import URLPattern, path

from chats.host.actions import ACTIONS, Action
from chats.host.views import page as host
from chats.host.views.acting import view_of

app_name = "host"


def urls_of(actions: Iterable[Action[Any]]) -> list[URLPattern]:
    """One address for each row of the table."""
    return [
        path(f"<str:token>/{action.address}/", view_of(action), name=action.name)
        for action in actions
    ]


urlpatterns = [
    path("<str:token>/", host.invitation, name="invitation"),
    *urls_of(ACTIONS),
    path("<str:token>/opt-out/", host.opt_out, name="opt_out"),
    path("<str:token>/chat.ics", host.ics, name="ics"),
    path("<str:token>/one-click/", host.one_click, name="one_click"),
]
