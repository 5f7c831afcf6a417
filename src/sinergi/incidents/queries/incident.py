"""Everything that the page of one case shows, in a fixed number of statements."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q

from sinergi.agencies.models import Agency, DeskMember, DutyShift, Post
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
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import NotFound

LONGEST_STORY = 300  # entries shown of one case


@dataclass(frozen=True)
class Contact:
    """Who can be reached at the desk."""

    post: Post
    on_duty: bool
    coordinator: bool = False
    until: object = None


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
    contacts: list[Contact]
    audience: list[Agency] = field(default_factory=list)

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
        """Who is to be called: those on duty, else the members of the desk."""
        return self.on_duty or self.contacts

    @property
    def on_duty(self) -> list[Contact]:
        """Who is on duty now."""
        return [contact for contact in self.contacts if contact.on_duty]


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
    evidence = list(
        incident.evidence.select_related("blob").order_by("added_at", "pk")  # type: ignore[misc]
    )
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
        contacts=contacts_of(incident),
        audience=_named(incident),
    )


def story(incident: Incident, related: Iterable[Model]) -> list[Event]:
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


def contacts_of(incident: Incident) -> list[Contact]:
    """Who is on duty at the desk of the case now; its members while nobody is."""
    at_desk = DutyShift.objects.filter(desk_id=incident.desk_id)
    shifts = at_desk.at(now()).select_related("post__account", "post__agency")
    found = [Contact(shift.post, True, until=shift.ends_at) for shift in shifts]
    members = DeskMember.objects.filter(desk_id=incident.desk_id, until=None)
    rows = members.select_related("post__account", "post__agency").order_by("-coordinator", "pk")
    known = {contact.post.pk for contact in found}
    return found + [
        Contact(row.post, False, row.coordinator) for row in rows if row.post_id not in known
    ]


def _named(incident: Incident) -> list[Agency]:
    if incident.visibility != "restricted":
        return []
    return list(Agency.objects.filter(pk__in=incident.audience))
