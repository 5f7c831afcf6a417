"""What a person can do to the calendar."""

from sinergi.stages.actions.changing import change_stage, move_stage, set_anchor
from sinergi.stages.actions.feeds import digest_of, make_feed, new_token, revoke_feed
from sinergi.stages.actions.opening import open_calendar

__all__ = [
    "change_stage",
    "digest_of",
    "make_feed",
    "move_stage",
    "new_token",
    "open_calendar",
    "revoke_feed",
    "set_anchor",
]
