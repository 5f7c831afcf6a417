"""Tables of the incidents."""

from sinergi.incidents.models.incident import Incident, Movement
from sinergi.incidents.models.policy import EscalationPolicy
from sinergi.incidents.models.work import (
    AgreementCheck,
    IncidentEvidence,
    IncidentFollowup,
    Mediation,
    Referral,
)

__all__ = [
    "AgreementCheck",
    "EscalationPolicy",
    "Incident",
    "IncidentEvidence",
    "IncidentFollowup",
    "Mediation",
    "Movement",
    "Referral",
]
