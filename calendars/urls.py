"""When a seeker is free."""

from django.urls import path

from calendars.views import times

app_name = "calendars"

urlpatterns = [
    path("times/", times.times, name="times"),
    path("times/week/", times.week, name="week"),
    path("times/wishes/", times.wishes, name="wishes"),
    path("times/days/add/", times.add_day, name="add_day"),
    path("times/days/<int:pk>/remove/", times.remove_day, name="remove_day"),
]
