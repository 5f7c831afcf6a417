"""Questions about agencies, people, desks and duty, each answered in few statements."""

from sinergi.agencies.queries.days import DayState, day_states, matrix_of_days
from sinergi.agencies.queries.duty import (
    Contact,
    DeskPanel,
    desk_panel,
    duty_now,
    on_duty,
)

__all__ = [
    "Contact",
    "DayState",
    "DeskPanel",
    "day_states",
    "desk_panel",
    "duty_now",
    "matrix_of_days",
    "on_duty",
]
