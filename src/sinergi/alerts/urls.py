"""Routes of the notices."""

from django.urls import path

from sinergi.alerts import views

app_name = "alerts"

urlpatterns = [
    path("alerts/", views.notices, name="notices"),
    path("alerts/read/", views.notices_read, name="notices-read"),
    path("alerts/bell/", views.bell, name="bell"),
    path("alerts/preferences/", views.preferences, name="preferences"),
    path("alerts/deliveries/", views.deliveries, name="deliveries"),
    path("alerts/deliveries/<uuid:pk>/retry/", views.delivery_retry, name="delivery-retry"),
    path("alerts/<uuid:pk>/", views.notice, name="notice"),
    path("alerts/<uuid:pk>/read/", views.notice_read, name="notice-read"),
]
