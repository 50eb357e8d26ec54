"""Look around with sample data, and take it away again."""

from django.urls import path

from local.sample import views

app_name = "sample"

urlpatterns = [
    path("start/", views.start, name="start"),
    path("remove/", views.remove, name="remove"),
]
