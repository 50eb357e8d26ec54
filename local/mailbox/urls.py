"""Where the local mailbox answers."""

from django.urls import path

from local.mailbox import views

app_name = "mailbox"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:key>/", views.message, name="message"),
    path("<slug:key>/html/", views.html, name="html"),
    path("<slug:key>/source/", views.source, name="source"),
    path("<slug:key>/parts/<int:number>/", views.attachment, name="attachment"),
]
