"""The thank-you, and what keeps in touch after it."""

from django.urls import path

from followups.views import digest, keeping, keeping_contact, keeping_list, thank_you

app_name = "followups"

urlpatterns = [
    path("chats/<int:pk>/thank-you/", thank_you.write, name="thank_you"),
    path("chats/<int:pk>/thank-you/send/", thank_you.send, name="send"),
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
]
