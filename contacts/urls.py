"""The seeker's contacts."""

from django.urls import path

from contacts import brief_views, views

app_name = "contacts"

urlpatterns = [
    path("", views.index, name="list"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/brief/", brief_views.brief, name="brief"),
    path("<int:pk>/clippings/keep/", brief_views.keep, name="keep_clipping"),
    path("<int:pk>/clippings/remove/", brief_views.drop, name="remove_clipping"),
    path("<int:pk>/delete/", views.delete, name="delete"),
]
