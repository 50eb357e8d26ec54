"""When a seeker is free, and the calendars that say when not."""

from django.urls import path

from calendars.views import accounts, times

app_name = "calendars"

urlpatterns = [
    path("times/", times.times, name="times"),
    path("times/week/", times.week, name="week"),
    path("times/preferences/", times.preferences, name="preferences"),
    path("times/days/add/", times.add_day, name="add_day"),
    path("times/days/<int:pk>/remove/", times.remove_day, name="remove_day"),
    path("calendars/", accounts.calendars, name="calendars"),
    path("calendars/add-address/", accounts.add_feed, name="add_feed"),
    path("calendars/add-account/", accounts.add_caldav, name="add_caldav"),
    path("calendars/chats/", accounts.take_chats, name="take_chats"),
    path("calendars/<int:pk>/", accounts.account, name="account"),
    path("calendars/<int:pk>/choose/", accounts.choose, name="choose"),
    path("calendars/<int:pk>/read/", accounts.read_now, name="read_now"),
    path("calendars/<int:pk>/turn-on/", accounts.turn_on, name="turn_on"),
    path("calendars/<int:pk>/remove/", accounts.remove, name="remove"),
]
