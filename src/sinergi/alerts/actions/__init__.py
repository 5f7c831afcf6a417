"""What a person does in this room: about her notices and how she is told, and about warnings."""

from sinergi.alerts.actions.alert_rules import (
    add_alert_rule,
    change_alert_rule,
    rest_rule,
    set_rule_live,
    try_alert_rule,
)
from sinergi.alerts.actions.channels import (
    add_push_device,
    ask_telegram,
    drop_webhook,
    link_telegram,
    note_test,
    order_channels,
    remove_push_device,
    set_preference,
    set_webhook,
    unlink_telegram,
)
from sinergi.alerts.actions.notices import read_all, read_notice, retry_delivery
from sinergi.alerts.actions.subscribing import (
    make_alert_feed,
    revoke_alert_feed,
    subscribe,
    unsubscribe,
)
from sinergi.alerts.actions.warnings import (
    acknowledge_alert,
    approve_alert,
    cancel_alert,
    climb_alert,
    dismiss_alert,
    draft_alert,
    expire_alert,
    see_alert,
    update_alert,
)

__all__ = [
    "acknowledge_alert",
    "add_alert_rule",
    "add_push_device",
    "approve_alert",
    "ask_telegram",
    "cancel_alert",
    "change_alert_rule",
    "climb_alert",
    "dismiss_alert",
    "draft_alert",
    "drop_webhook",
    "expire_alert",
    "link_telegram",
    "make_alert_feed",
    "note_test",
    "order_channels",
    "read_all",
    "read_notice",
    "remove_push_device",
    "rest_rule",
    "retry_delivery",
    "revoke_alert_feed",
    "see_alert",
    "set_preference",
    "set_rule_live",
    "set_webhook",
    "subscribe",
    "try_alert_rule",
    "unlink_telegram",
    "unsubscribe",
    "update_alert",
]
