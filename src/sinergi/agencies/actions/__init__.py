"""What a person can do to agencies, people, posts, desks and duty: the only writes of the room."""

from sinergi.agencies.actions.agencies import add_agency, change_agency
from sinergi.agencies.actions.desks import add_desk, seat, unseat
from sinergi.agencies.actions.duty import cancel_shift, confirm_day, plan_shift
from sinergi.agencies.actions.operations import open_operation, pause_clock, resume_clock
from sinergi.agencies.actions.people import (
    add_account,
    change_account,
    close_post,
    mark_role,
    open_post,
    reset_password,
    set_active,
    set_password,
)
from sinergi.agencies.actions.signing import (
    drop_factors,
    end_sessions,
    lock_out,
    note_factor,
    set_language,
    sign_in,
)
from sinergi.agencies.actions.tokens import make_token, revoke_token

__all__ = [
    "add_account",
    "add_agency",
    "add_desk",
    "cancel_shift",
    "change_account",
    "change_agency",
    "close_post",
    "confirm_day",
    "drop_factors",
    "end_sessions",
    "lock_out",
    "make_token",
    "mark_role",
    "note_factor",
    "open_operation",
    "open_post",
    "pause_clock",
    "plan_shift",
    "reset_password",
    "resume_clock",
    "revoke_token",
    "seat",
    "set_active",
    "set_language",
    "set_password",
    "sign_in",
    "unseat",
]
