"""Routes of the notices."""

from django.urls import path

from sinergi.alerts.views import notices

app_name = "alerts"

urlpatterns = [
    path("alerts/", notices.notices, name="notices"),
    path("alerts/read/", notices.notices_read, name="notices-read"),
    path("alerts/bell/", notices.bell, name="bell"),
    path("alerts/preferences/", notices.preferences, name="preferences"),
    path("alerts/deliveries/", notices.deliveries, name="deliveries"),
    path("alerts/deliveries/<uuid:pk>/retry/", notices.delivery_retry, name="delivery-retry"),
    path("alerts/<uuid:pk>/", notices.notice, name="notice"),
    path("alerts/<uuid:pk>/read/", notices.notice_read, name="notice-read"),
]
