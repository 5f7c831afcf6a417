"""What a person can do in this room."""

from sinergi.polling.actions.assigning import (
    LettersAsked,
    assign_people,
    issue_duty_letters,
)
from sinergi.polling.actions.calling import call_station
from sinergi.polling.actions.checking_in import Said, report_milestone
from sinergi.polling.actions.findings import Finding, record_findings
from sinergi.polling.actions.listing import import_stations, keep_mapping
from sinergi.polling.actions.milestones import (
    add_indicator,
    add_milestone,
    change_indicator,
    change_milestone,
    switch_indicator,
    switch_milestone,
)
from sinergi.polling.actions.outreach import (
    Plan,
    Report,
    cancel_activity,
    change_activity,
    correct_activity,
    note_last_turnout,
    plan_activity,
    report_activity,
    set_turnout_targets,
)
from sinergi.polling.actions.people import place_person, release_person
from sinergi.polling.actions.plan import (
    add_equipment,
    ask_for_gap,
    change_equipment,
    change_pattern,
    report_strength,
)
from sinergi.polling.actions.setting_up import prepare_polling
from sinergi.polling.actions.special_cases import (
    accept_special_case,
    end_special_case,
    open_special_case,
    withdraw_special_case,
)
from sinergi.polling.actions.stations import (
    add_station,
    categorise_station,
    change_station,
    locate_station,
    restore_station,
    strike_station,
)

__all__ = [
    "Finding",
    "LettersAsked",
    "Plan",
    "Report",
    "Said",
    "accept_special_case",
    "add_equipment",
    "add_indicator",
    "add_milestone",
    "add_station",
    "ask_for_gap",
    "assign_people",
    "call_station",
    "cancel_activity",
    "categorise_station",
    "change_activity",
    "change_equipment",
    "change_indicator",
    "change_milestone",
    "change_pattern",
    "change_station",
    "correct_activity",
    "end_special_case",
    "import_stations",
    "issue_duty_letters",
    "keep_mapping",
    "locate_station",
    "note_last_turnout",
    "open_special_case",
    "place_person",
    "plan_activity",
    "prepare_polling",
    "record_findings",
    "release_person",
    "report_activity",
    "report_milestone",
    "report_strength",
    "restore_station",
    "set_turnout_targets",
    "strike_station",
    "switch_indicator",
    "switch_milestone",
    "withdraw_special_case",
]
