"""The page beside the call, and what it saves."""

from django.urls import path

from preparation.views import live

app_name = "live"

urlpatterns = [
    path("chats/<int:pk>/now/", live.now, name="now"),
    path("chats/<int:pk>/now/save/", live.everything, name="everything"),
    path("chats/<int:pk>/now/notes/", live.notes, name="notes"),
    path("chats/<int:pk>/now/asked/", live.asked, name="asked"),
    path("chats/<int:pk>/now/full/", live.full, name="full"),
]
