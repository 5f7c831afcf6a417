"""Routes of the calendar."""

from django.urls import path

from sinergi.stages.views import calendar, feeds

app_name = "stages"

urlpatterns = [
    path("stages/", calendar.stages, name="stages"),
    path("stages/export.xlsx", calendar.export, name="export"),
    path("stages/feeds/", feeds.feeds, name="feeds"),
    path("stages/feeds/<uuid:pk>/revoke/", feeds.feed_revoke, name="feed-revoke"),
    path("stages/calendar/<str:token>.ics", feeds.feed, name="feed"),
    path("stages/anchors/<slug:code>/", calendar.anchor_set, name="anchor-set"),
    path("stages/<slug:code>/", calendar.stage, name="stage"),
    path("stages/<slug:code>/<slug:slug>/", calendar.stage_do, name="stage-do"),
]
