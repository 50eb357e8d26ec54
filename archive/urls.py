"""One's own data."""

from django.urls import path

from archive import views

app_name = "archive"

urlpatterns = [
    path("", views.my_data, name="my_data"),
    path("export/", views.ask, name="ask"),
    path("<int:pk>/download/", views.download, name="download"),
    path("erase/", views.erase, name="erase"),
]
