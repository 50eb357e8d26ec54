"""How it goes."""

from django.urls import path

from progress import views

app_name = "progress"

urlpatterns = [
    path("progress/", views.how_it_goes, name="how_it_goes"),
]
