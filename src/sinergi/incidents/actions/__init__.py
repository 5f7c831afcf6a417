"""What a person can do to a case. These modules hold the only writes of this room."""

from sinergi.incidents.actions.between import ask_agency, refer, restrict, unrestrict
from sinergi.incidents.actions.desks import (
    acknowledge,
    climb,
    escalate,
    hand_down,
    remind,
    set_policy,
)
from sinergi.incidents.actions.evidence import add_evidence, open_original
from sinergi.incidents.actions.export import export_incidents
from sinergi.incidents.actions.handover import take_package
from sinergi.incidents.actions.life import (
    correct,
    merge,
    reject,
    reopen,
    settle,
    start_handling,
    verify,
)
from sinergi.incidents.actions.mediation import (
    attach_signed_minutes,
    check_agreement,
    issue_minutes,
    record_mediation,
)
from sinergi.incidents.actions.report import Report, report_incident

__all__ = [
    "Report",
    "acknowledge",
    "add_evidence",
    "ask_agency",
    "attach_signed_minutes",
    "check_agreement",
    "climb",
    "correct",
    "escalate",
    "export_incidents",
    "hand_down",
    "issue_minutes",
    "merge",
    "open_original",
    "record_mediation",
    "refer",
    "reject",
    "remind",
    "reopen",
    "report_incident",
    "restrict",
    "set_policy",
    "settle",
    "start_handling",
    "take_package",
    "unrestrict",
    "verify",
]
