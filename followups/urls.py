"""The thank-you."""

from django.urls import path

from followups.views import thank_you

app_name = "followups"

urlpatterns = [
    path("chats/<int:pk>/thank-you/", thank_you.write, name="thank_you"),
    path("chats/<int:pk>/thank-you/send/", thank_you.send, name="send"),
    path("chats/<int:pk>/thank-you/elsewhere/", thank_you.elsewhere, name="elsewhere"),
    path("chats/<int:pk>/thank-you/skip/", thank_you.skip, name="skip"),
]
