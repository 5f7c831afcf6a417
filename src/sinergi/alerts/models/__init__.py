"""The tables of the room: notices and their ways, and the alerts of which some of them tell."""

from sinergi.alerts.models.alert_rules import AlertRule, AlertRuleRows, Situation
from sinergi.alerts.models.base import Personal
from sinergi.alerts.models.channels import (
    AlertFeed,
    ChannelTest,
    PushDevice,
    Subscription,
    TelegramLink,
    Webhook,
)
from sinergi.alerts.models.notices import (
    IMPORTANCE,
    Cursor,
    Delivery,
    Notice,
    NoticeRows,
    Preference,
    wishes_of,
)
from sinergi.alerts.models.warnings import Alert, AlertMessage, AlertReceipt, AlertRows

__all__ = [
    "IMPORTANCE",
    "Alert",
    "AlertFeed",
    "AlertMessage",
    "AlertReceipt",
    "AlertRows",
    "AlertRule",
    "AlertRuleRows",
    "ChannelTest",
    "Cursor",
    "Delivery",
    "Notice",
    "NoticeRows",
    "Personal",
    "Preference",
    "PushDevice",
    "Situation",
    "Subscription",
    "TelegramLink",
    "Webhook",
    "wishes_of",
]
