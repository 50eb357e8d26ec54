"""The host's pages behind a private link. No account, no cookie, no script needed."""

from django.urls import path

from chats.views import host, host_changes

app_name = "host"

urlpatterns = [
    path("<str:token>/", host.invitation, name="invitation"),
    path("<str:token>/take/", host.take, name="take"),
    path("<str:token>/free/", host.free, name="free"),
    path("<str:token>/propose/", host.propose, name="propose"),
    path("<str:token>/decline/", host.decline, name="decline"),
    path("<str:token>/opt-out/", host.opt_out, name="opt_out"),
    path("<str:token>/undo/", host.undo, name="undo"),
    path("<str:token>/move/", host_changes.move, name="move"),
    path("<str:token>/move/free/", host_changes.move_free, name="move_free"),
    path("<str:token>/keep/", host_changes.keep, name="keep"),
    path("<str:token>/settle/", host_changes.settle, name="settle"),
    path("<str:token>/cancel/", host_changes.cancel, name="cancel"),
    path("<str:token>/chat.ics", host.ics, name="ics"),
    path("<str:token>/one-click/", host.one_click, name="one_click"),
]
