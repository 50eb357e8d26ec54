"""After a chat: looking back, promises, the thank-you, and what keeps in touch after it."""

from django.urls import path

from followups import kinds
from followups.debrief import views as after
from followups.digest import views as digest
from followups.keep_in_touch.views import contact as keeping_contact
from followups.keep_in_touch.views import follow_up as keeping
from followups.keep_in_touch.views import people as keeping_list
from followups.thank_you import views as thank_you

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
    path("chats/<int:pk>/thank-you/unschedule/", thank_you.unschedule, name="unschedule"),
    path("chats/<int:pk>/thank-you/elsewhere/", thank_you.elsewhere, name="elsewhere"),
    path("chats/<int:pk>/thank-you/skip/", thank_you.skip, name="skip"),
    path("follow-ups/", keeping_list.follow_ups, name="follow_ups"),
    path("follow-ups/<int:pk>/", keeping.follow_up, name="follow_up"),
    path("follow-ups/<int:pk>/done/", keeping.done, name="follow_up_done"),
    path("follow-ups/<int:pk>/skip/", keeping.skip, name="follow_up_skip"),
    path("follow-ups/<int:pk>/snooze/", keeping.snooze, name="follow_up_snooze"),
    path("contacts/<int:contact_pk>/keep/", keeping_contact.keep, name="keep"),
    path("contacts/<int:contact_pk>/keep/cadence/", keeping_contact.cadence, name="cadence"),
    path("contacts/<int:contact_pk>/keep/in-touch/", keeping_contact.in_touch, name="in_touch"),
    *(
        path(
            f"contacts/<int:contact_pk>/keep/{button.name}/",
            keeping_contact.begins(kind),
            name=button.name,
        )
        for kind, button in kinds.buttons().items()
    ),
    path("settings/digest/", digest.digest, name="digest"),
    path("settings/digest/stop/", digest.stop, name="digest_stop"),
    path("settings/digest/stop/<str:token>/", digest.one_click, name="digest_one_click"),
]
