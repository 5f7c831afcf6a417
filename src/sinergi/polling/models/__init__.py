"""Tables of the room, by theme."""

from sinergi.polling.models.listing import ColumnMapping, StationImport, StationSheet
from sinergi.polling.models.outreach import Activity, ActivityPhoto, TargetGroup, TurnoutTarget
from sinergi.polling.models.plan import Equipment, Pattern, SecurityList, Strength
from sinergi.polling.models.stations import (
    SERVING,
    Category,
    Indicator,
    Served,
    Station,
    StationIndicator,
    StationPerson,
)
from sinergi.polling.models.voting_day import (
    CheckIn,
    Milestone,
    SpecialCase,
    Standing,
    StationCall,
    Tally,
)

__all__ = [
    "SERVING",
    "Activity",
    "ActivityPhoto",
    "Category",
    "CheckIn",
    "ColumnMapping",
    "Equipment",
    "Indicator",
    "Milestone",
    "Pattern",
    "SecurityList",
    "Served",
    "SpecialCase",
    "Standing",
    "Station",
    "StationCall",
    "StationImport",
    "StationIndicator",
    "StationPerson",
    "StationSheet",
    "Strength",
    "Tally",
    "TargetGroup",
    "TurnoutTarget",
]
