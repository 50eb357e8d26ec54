"""After a chat: looking back, promises, the thank-you, and what keeps in touch after it."""

from django.urls import path

from followups.views import (
    after,
    digest,
    keeping,
    keeping_contact,
    keeping_list,
    thank_you,
)

app_name = "followups"

urlpatterns = [
    path("chats/<int:pk>/after/", after.after, name="after"),
    path("chats/<int:pk>/after/promises/", after.promise_add, name="promise_add"),
    path("chats/<int:pk>/after/people/", after.people_add, name="people_add"),
    path("promises/<int:pk>/", after.promise, name="promise"),
    path("promises/<int:pk>/kept/", after.promise_kept, name="promise_kept"),
    path("promises/<int:pk>/let-go/", after.promise_let_go, name="promise_let_go"),
    path("promises/<int:pk>/due/", after.promise_due, name="promise_due"),
    path("chats/<int:pk>/thank-you/", thank_you.write, name="thank_you"),
    path("chats/<int:pk>/thank-you/send/", thank_you.send, name="send"),
    path("chats/<int:pk>/thank-you/schedule/", thank_you.schedule, name="schedule"),
    path("chats/<int:pk>/thank-you/unschedule/", thank_you.unschedule, name="unschedule"),
    path("chats/<int:pk>/thank-you/elsewhere/", thank_you.elsewhere, name="elsewhere"),
    path("chats/<int:pk>/thank-you/skip/", thank_you.skip, name="skip"),
    path("follow-ups/", keeping_list.follow_ups, name="follow_ups"),
    path("follow-ups/<int:pk>/", keeping.follow_up, name="follow_up"),
    path("follow-ups/<int:pk>/send/", keeping.send, name="follow_up_send"),
    path("follow-ups/<int:pk>/done/", keeping.done, name="follow_up_done"),
    path("follow-ups/<int:pk>/skip/", keeping.skip, name="follow_up_skip"),
    path("follow-ups/<int:pk>/snooze/", keeping.snooze, name="follow_up_snooze"),
    path("contacts/<int:contact_pk>/keep/", keeping_contact.keep, name="keep"),
    path("contacts/<int:contact_pk>/keep/cadence/", keeping_contact.cadence, name="cadence"),
    path("contacts/<int:contact_pk>/keep/in-touch/", keeping_contact.in_touch, name="in_touch"),
    path("contacts/<int:contact_pk>/keep/share/", keeping_contact.share, name="share"),
    path("contacts/<int:contact_pk>/keep/tell/", keeping_contact.tell, name="tell"),
    path("contacts/<int:contact_pk>/keep/connect/", keeping_contact.connect, name="connect"),
    path("settings/digest/", digest.digest, name="digest"),
    path("settings/digest/stop/", digest.stop, name="digest_stop"),
    path("settings/digest/stop/<str:token>/", digest.one_click, name="digest_one_click"),
]
