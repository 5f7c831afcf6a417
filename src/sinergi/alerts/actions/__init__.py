"""What a person does in this room: about her notices, and about warnings."""

from sinergi.alerts.actions.notices import read_all, read_notice, retry_delivery, set_preference

__all__ = ["read_all", "read_notice", "retry_delivery", "set_preference"]
