"""What a person can do here, by theme: the only writes of this room."""

from sinergi.briefing.actions.open_data import note_data_taken, switch_open_data
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
from sinergi.briefing.actions.reviews import close_review, draw_lesson, note_in_review, open_review

__all__ = [
    "approve_report",
    "close_review",
    "complete_report",
    "draw_lesson",
    "freeze_report",
    "note_correction",
    "note_data_taken",
    "note_in_review",
    "open_report",
    "open_review",
    "publish_report",
    "return_report",
    "say_nil",
    "set_report_schedule",
    "sign_part",
    "switch_open_data",
    "write_part",
]
