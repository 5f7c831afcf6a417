"""What a person can do here, by theme: the only writes of this room."""

from sinergi.briefing.actions.report_parts import say_nil, sign_part, write_part
from sinergi.briefing.actions.reports import (
    approve_report,
    complete_report,
    freeze_report,
    note_correction,
    open_report,
    publish_report,
    return_report,
    set_report_schedule,
)

__all__ = [
    "approve_report",
    "complete_report",
    "freeze_report",
    "note_correction",
    "open_report",
    "publish_report",
    "return_report",
    "say_nil",
    "set_report_schedule",
    "sign_part",
    "write_part",
]
