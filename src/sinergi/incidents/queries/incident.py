"""Everything that the page of one case shows, in a fixed number of statements."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from sinergi.agencies.models import Agency, Post
from sinergi.agencies.queries.duty import Contact, coordinators, on_duty
from sinergi.followups.models import Followup
from sinergi.followups.timeline import Event, event_of, is_told
from sinergi.incidents.kinds import BODIES
from sinergi.incidents.models import (
    AgreementCheck,
    Incident,
    IncidentEvidence,
    IncidentFollowup,
    Mediation,
    Movement,
    Referral,
)
from sinergi.incidents.permissions import may_see
from sinergi.incidents.queries.near import Likely, likely_doubles
from sinergi.incidents.stages import stages_when
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import NotFound
from sinergi.stages.models import Stage

LONGEST_STORY = 300  # entries shown of one case


@dataclass
class CasePage:
    """A case with all that belongs to it."""

    incident: Incident
    movements: list[Movement]
    evidence: list[IncidentEvidence]
    mediations: list[Mediation]
    checks: list[AgreementCheck]
    referrals: list[Referral]
    followups: list[Followup]
    events: list[Event]
    likely: list[Likely]
    merged: list[Incident]
    on_duty: list[Contact]
    coordinators: list[Contact]
    audience: list[Agency] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)

    @property
    def last_movement(self) -> Movement | None:
        """Why it lies where it lies."""
        return self.movements[-1] if self.movements else None

    @property
    def bodies(self) -> list[Any]:
        """The titles of the bodies to one of which the law wants it passed on."""
        return [BODIES[code] for code in self.incident.bodies]

    @property
    def reachable(self) -> list[Contact]:
        """Who is to be called: those on duty, else who leads the desk."""
        return self.on_duty or self.coordinators


def find_case(post: Post, pk: uuid.UUID) -> Incident:
    """The case with what its page names; NotFound unless `post` may see it."""
    rows = Incident.objects.select_related(
        "region__parent", "desk", "operation", "reporter__agency", "merged_into"
    )
    found = rows.filter(pk=pk).first()
    if found is None or not may_see(post, found):
        raise NotFound()
    return found


def case_page(post: Post, incident: Incident) -> CasePage:
    """All that is shown of a case that `post` may see."""
    evidence = list(incident.evidence.select_related("blob").order_by("added_at", "pk"))
    mediations = list(
        incident.mediations.select_related("document", "signed_copy__blob").order_by("held_at")
    )
    checks = list(
        AgreementCheck.objects.filter(incident=incident).select_related("followup__to_desk")
    )
    referrals = list(incident.referrals.select_related("followup", "document"))
    asked = list(
        IncidentFollowup.objects.filter(incident=incident)
        .select_related("followup__to_agency", "followup__to_desk")
        .order_by("pk")
    )
    for row in (*mediations, *checks, *evidence, *referrals):
        row.incident = incident  # what is asked of them is asked of this very case
    return CasePage(
        incident=incident,
        movements=list(incident.movements.select_related("from_desk", "to_desk")),
        evidence=evidence,
        mediations=mediations,
        checks=checks,
        referrals=referrals,
        followups=[row.followup for row in asked],
        events=story(incident, (*evidence, *mediations, *checks, *referrals, *asked)),
        likely=likely_doubles(incident, post),
        merged=list(Incident.objects.visible_to(post).filter(merged_into=incident)),
        on_duty=on_duty([incident.desk_id], now()).get(incident.desk_id, []),
        coordinators=coordinators([incident.desk_id]).get(incident.desk_id, []),
        audience=_named(incident),
        stages=stages_when(incident.happened_at, incident.operation),
    )


def story(incident: Incident, related: Iterable[Any]) -> list[Event]:
    """What happened to the case and to what belongs to it, latest first."""
    ids: dict[str, list[str]] = {incident._meta.label_lower: [str(incident.pk)]}
    for row in related:
        ids.setdefault(row._meta.label_lower, []).append(str(row.pk))
        if isinstance(followup := getattr(row, "followup", None), Followup):
            ids.setdefault(followup._meta.label_lower, []).append(str(followup.pk))
    subjects = Q(pk__in=[])
    for label, keys in ids.items():
        subjects |= Q(subject_type=label, subject_id__in=keys)
    entries = JournalEntry.objects.filter(subjects).order_by("-id")[:LONGEST_STORY]
    return [event_of(entry) for entry in entries if _is_shown(entry)]


def _is_shown(entry: JournalEntry) -> bool:
    """A follow-up's making is told by what it was made for."""
    return is_told(entry.verb) and entry.verb not in ("followup.assigned", "followup.concluded")


def _named(incident: Incident) -> list[Agency]:
    if incident.visibility != "restricted":
        return []
    return list(Agency.objects.filter(pk__in=incident.audience))
