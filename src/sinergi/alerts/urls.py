"""Routes of the notices."""

from django.urls import path

from sinergi.alerts.views import channels, notices, subscribing

app_name = "alerts"

urlpatterns = [
    path("alerts/", notices.notices, name="notices"),
    path("alerts/read/", notices.notices_read, name="notices-read"),
    path("alerts/bell/", notices.bell, name="bell"),
    path("alerts/preferences/", channels.preferences, name="preferences"),
    path("alerts/preferences/<slug:code>/up/", channels.way_up, name="way-up"),
    path("alerts/preferences/<slug:code>/test/", channels.way_test, name="way-test"),
    path("alerts/preferences/devices/", channels.push_add, name="push-add"),
    path("alerts/preferences/devices/<uuid:pk>/", channels.push_remove, name="push-remove"),
    path("alerts/preferences/telegram/link/", channels.telegram_ask, name="telegram-ask"),
    path("alerts/preferences/telegram/end/", channels.telegram_end, name="telegram-end"),
    path("alerts/preferences/webhook/", channels.webhook, name="webhook"),
    path("alerts/preferences/webhook/drop/", channels.webhook_drop, name="webhook-drop"),
    path("alerts/deliveries/", channels.deliveries, name="deliveries"),
    path("alerts/deliveries/<uuid:pk>/retry/", channels.delivery_retry, name="delivery-retry"),
    path("alerts/subscriptions/", subscribing.subscriptions, name="subscriptions"),
    path(
        "alerts/subscriptions/<uuid:pk>/end/", subscribing.subscription_end, name="subscription-end"
    ),
    path("alerts/feeds/", subscribing.feeds, name="feeds"),
    path("alerts/feeds/<uuid:pk>/revoke/", subscribing.feed_revoke, name="feed-revoke"),
    path("push-worker.js", channels.push_worker, name="push-worker"),
    path("alerts/<uuid:pk>/", notices.notice, name="notice"),
    path("alerts/<uuid:pk>/read/", notices.notice_read, name="notice-read"),
]
