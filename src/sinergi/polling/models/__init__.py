"""Tables of the room, by theme."""

from sinergi.polling.models.outreach import Activity, ActivityPhoto, TargetGroup, TurnoutTarget
from sinergi.polling.models.plan import Equipment, Pattern, Strength
from sinergi.polling.models.stations import (
    Category,
    ColumnMapping,
    Indicator,
    Served,
    Station,
    StationIndicator,
    StationPerson,
)
from sinergi.polling.models.voting_day import CheckIn, Milestone, SpecialCase, Standing, Tally

__all__ = [
    "Activity",
    "ActivityPhoto",
    "Category",
    "CheckIn",
    "ColumnMapping",
    "Equipment",
    "Indicator",
    "Milestone",
    "Pattern",
    "Served",
    "SpecialCase",
    "Standing",
    "Station",
    "StationIndicator",
    "StationPerson",
    "Strength",
    "Tally",
    "TargetGroup",
    "TurnoutTarget",
]
