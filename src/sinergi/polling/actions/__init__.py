"""What a person can do in this room."""

from sinergi.polling.actions.checking_in import Said, report_milestone
from sinergi.polling.actions.setting_up import prepare_polling

__all__ = ["Said", "prepare_polling", "report_milestone"]
