"""Routes of the picture of the leadership, of reviews and of open data."""

from django.urls import path

from sinergi.briefing.views import leadership

urlpatterns = [
    path("briefing/", leadership.leadership, name="leadership"),
    path("briefing/wall/", leadership.wall, name="wall"),
]
