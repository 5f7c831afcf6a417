"""Routes of the notices, of the ways to people, and of alerts."""

from django.urls import path

from sinergi.alerts.views import (
    alert_feed,
    alert_rules,
    channels,
    notices,
    subscribing,
    warnings,
)

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
    # Alerts and the rules that make them.
    path("warnings/", warnings.alerts, name="alerts"),
    path("warnings/new/", warnings.alert_new, name="alert-new"),
    path("warnings/feed.atom", alert_feed.feed, name="feed"),
    path("warnings/messages/<uuid:key>.cap.xml", alert_feed.cap, name="cap"),
    path("warnings/rules/", alert_rules.rules, name="rules"),
    path("warnings/rules/new/", alert_rules.rule_new, name="rule-new"),
    path("warnings/rules/<uuid:pk>/", alert_rules.rule, name="rule"),
    path("warnings/rules/<uuid:pk>/<slug:slug>/", alert_rules.rule_do, name="rule-do"),
    path("warnings/<uuid:pk>/", warnings.alert, name="alert"),
    path("warnings/<uuid:pk>/acknowledge/", warnings.alert_acknowledge, name="alert-acknowledge"),
    path("warnings/<uuid:pk>/<slug:slug>/", warnings.alert_do, name="alert-do"),
]
