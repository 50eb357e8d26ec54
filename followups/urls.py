"""After a chat: looking back, promises, the thank-you."""

from django.urls import path

from followups.views import after, thank_you

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
]
