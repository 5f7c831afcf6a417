"""What a person can do in this room."""

from sinergi.polling.actions.calling import call_station
from sinergi.polling.actions.checking_in import Said, report_milestone
from sinergi.polling.actions.setting_up import prepare_polling
from sinergi.polling.actions.special_cases import (
    accept_special_case,
    end_special_case,
    open_special_case,
    withdraw_special_case,
)

__all__ = [
    "Said",
    "accept_special_case",
    "call_station",
    "end_special_case",
    "open_special_case",
    "prepare_polling",
    "report_milestone",
    "withdraw_special_case",
]
