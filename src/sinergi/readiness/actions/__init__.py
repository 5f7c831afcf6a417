"""What a person can do about readiness: the only writes of this room."""

from sinergi.readiness.actions.reporting import (
    check_readiness,
    make_gap_followup,
    report_readiness,
)
from sinergi.readiness.actions.requirements import (
    add_requirement,
    change_requirement,
    generate_items,
    prepare_readiness,
    restore_requirement,
    ship_requirements,
    withdraw_requirement,
)
from sinergi.readiness.actions.taking import export_readiness, open_readiness_evidence

__all__ = [
    "add_requirement",
    "change_requirement",
    "check_readiness",
    "export_readiness",
    "generate_items",
    "make_gap_followup",
    "open_readiness_evidence",
    "prepare_readiness",
    "report_readiness",
    "restore_requirement",
    "ship_requirements",
    "withdraw_requirement",
]
