"""What a person can do in this room."""

from sinergi.risk.actions.assessing import Judgement, Result, assess_place, assess_together
from sinergi.risk.actions.computing import recompute_scores
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
    "Weights",
    "add_risk_indicator",
    "assess_place",
    "assess_together",
    "change_weights",
    "edit_risk_indicator",
    "prepare_risk",
    "recalibrate_index",
    "recompute_scores",
]
