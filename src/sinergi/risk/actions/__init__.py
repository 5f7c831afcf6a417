"""What a person can do in this room."""

from sinergi.risk.actions.assessing import Judgement, Result, assess_place, assess_together
from sinergi.risk.actions.computing import recompute_scores
from sinergi.risk.actions.register import (
    RiskTold,
    accept_risk,
    add_measure,
    close_risk,
    export_risks,
    mitigate_risk,
    open_risk,
    reopen_risk,
    review_risk,
    revise_risk,
)
from sinergi.risk.actions.setting_up import prepare_risk
from sinergi.risk.actions.weighing import (
    Weights,
    add_risk_indicator,
    change_weights,
    edit_risk_indicator,
    recalibrate_index,
)

__all__ = [
    "Judgement",
    "Result",
    "RiskTold",
    "Weights",
    "accept_risk",
    "add_measure",
    "add_risk_indicator",
    "assess_place",
    "assess_together",
    "change_weights",
    "close_risk",
    "edit_risk_indicator",
    "export_risks",
    "mitigate_risk",
    "open_risk",
    "prepare_risk",
    "recalibrate_index",
    "recompute_scores",
    "reopen_risk",
    "review_risk",
    "revise_risk",
]
