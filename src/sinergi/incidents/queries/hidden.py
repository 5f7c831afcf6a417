"""What the journal must no longer show: entries from before a case was restricted."""

from __future__ import annotations

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from sinergi.followups.models import Followup
from sinergi.incidents.models import (
    AgreementCheck,
    Incident,
    IncidentEvidence,
    IncidentFollowup,
    Mediation,
    Referral,
)
from sinergi.kernel.models.journal import Viewer

OF_A_CASE = (IncidentEvidence, Mediation, AgreementCheck, Referral, IncidentFollowup)


def entries_of_hidden_cases(viewer: Viewer) -> Q:
    """Entries of restricted cases that do not name her agency, and of all that belongs to them."""
    cases = Incident.objects.filter(operation_id=viewer.operation_id, visibility="restricted")
    cases = cases.exclude(audience__contains=[viewer.agency_id])
    asked = Followup.objects.filter(operation_id=viewer.operation_id, audience__isnull=False)
    entries = _of(cases) | _of(asked.exclude(audience__contains=[viewer.agency_id]))
    for model in OF_A_CASE:
        entries |= _of(model.objects.filter(incident__in=cases))
    return entries


def _of(rows: QuerySet) -> Q:  # type: ignore[type-arg]
    keys = rows.annotate(key=Cast("pk", CharField())).values("key")
    return Q(subject_type=rows.model._meta.label_lower, subject_id__in=keys)
