"""The seeker's invitations and chats."""

from django.urls import path

from chats.compose.views import invitations, nudge, planned, previews, rehearsal
from chats.compose.views import letter as compose
from chats.elsewhere.views import adding, answered
from chats.meeting.views import changes as chat_changes
from chats.meeting.views import chat, feed

app_name = "chats"

urlpatterns = [
    path("contacts/<int:contact_pk>/invite/", compose.start, name="start"),
    path("invitations/", invitations.index, name="invitations"),
    path("invitations/<int:pk>/", invitations.invitation, name="invitation"),
    path("invitations/<int:pk>/write/", compose.write, name="write"),
    path("invitations/<int:pk>/replan/", planned.replan, name="replan"),
    path("invitations/<int:pk>/unplan/", planned.unplan, name="unplan"),
    path("invitations/<int:pk>/send-now/", planned.send_now, name="send_now"),
    path("invitations/<int:pk>/discard/", compose.discard, name="discard"),
    path("invitations/<int:pk>/preview/email/", previews.preview_email, name="preview_email"),
    path("invitations/<int:pk>/preview/page/", previews.preview_page, name="preview_page"),
    path("invitations/<int:pk>/times/", invitations.offer_times, name="offer_times"),
    path("invitations/<int:pk>/accept/", invitations.accept_proposal, name="accept_proposal"),
    path("invitations/<int:pk>/answered/", answered.answered, name="answered"),
    path("invitations/<int:pk>/answered/undo/", answered.take_note_back, name="take_note_back"),
    path("invitations/<int:pk>/nudge/", nudge.write, name="nudge"),
    path("invitations/<int:pk>/nudge/plan/", nudge.plan, name="nudge_plan"),
    path("invitations/<int:pk>/nudge/skip/", nudge.skip, name="nudge_skip"),
    path("invitations/<int:pk>/nudge/nothing-came/", nudge.nothing_came, name="nothing_came"),
    path("invitations/<int:pk>/take-back/", invitations.take_back, name="take_back"),
    path("invitations/<int:pk>/read/", invitations.mark_read, name="mark_read"),
    path("invitations/<int:pk>/withdraw/", invitations.withdraw, name="withdraw"),
    path("invitations/<int:pk>/link/", invitations.copy_link, name="copy_link"),
    path("rehearsals/<str:token>/", rehearsal.show, name="rehearsal"),
    path("rehearsals/<str:token>/<path:rest>", rehearsal.show, name="rehearsal_link"),
    path("feeds/<str:token>.ics", feed.ics, name="feed"),
    path("chats/feed/", feed.make, name="feed_make"),
    path("chats/feed/stop/", feed.stop, name="feed_stop"),
    path("chats/", chat.index, name="list"),
    path("chats/add/", adding.add, name="add"),
    path("chats/<int:pk>/remove/", adding.remove, name="remove"),
    path("chats/<int:pk>/", chat.chat, name="chat"),
    path("chats/<int:pk>/save/", chat.save, name="save"),
    path("chats/<int:pk>/move/", chat_changes.move, name="move"),
    path("chats/<int:pk>/keep/", chat_changes.decline_move, name="keep"),
    path("chats/<int:pk>/settle/", chat_changes.settle, name="settle"),
    path("chats/<int:pk>/place/", chat_changes.place, name="place"),
    path("chats/<int:pk>/cancel/", chat_changes.cancel, name="cancel"),
    path("chats/<int:pk>/confirm/", chat.confirm, name="confirm"),
    path("chats/<int:pk>/held/", chat.held, name="held"),
    path("chats/<int:pk>/no-show/", chat.no_show, name="no_show"),
    path("chats/<int:pk>/chat.ics", chat.ics, name="ics"),
]
