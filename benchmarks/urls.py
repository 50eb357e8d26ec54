from django.urls import include, path

from benchmarks import plain

urlpatterns = [
    path("plain/", plain.empty),
    path("plain/<str:token>/", plain.page),
    path("plain/<str:token>/take/", plain.take),
    path("", include("coffeechat.urls")),
]
