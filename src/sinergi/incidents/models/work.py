"""What is done on a case: evidence, mediation, referral, follow-ups."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.roles import ROLES
from sinergi.followups.models import Followup
from sinergi.incidents.kinds import BODIES
from sinergi.incidents.models.incident import Incident
from sinergi.kernel.models import Blob, OfficialDocument, Recorded


class OfIncident(Recorded):
    """A row that belongs to a case, and is seen by whoever sees the case."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    def journal_region(self) -> str:
        """The place of the case."""
        return str(self.incident.region_id)

    def journal_label(self) -> str:
        """The number of the case."""
        return self.incident.number

    def journal_audience(self) -> list[str] | None:
        """As narrow as the case."""
        return self.incident.journal_audience()

    def journal_operation(self) -> Any:
        """The operation of the case."""
        return self.incident.operation_id


class IncidentEvidence(OfIncident):
    """A photo, recording or document, kept as received."""

    class Role(models.TextChoices):
        EVIDENCE = "evidence", _("Evidence")
        SIGNED_MINUTES = "signed_minutes", _("Signed record of agreement")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="evidence")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.EVIDENCE)
    caption = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)
    times_opened = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.caption or str(self.blob)


class Mediation(OfIncident):
    """A deliberation of the parties, led by the three pillars; parties are roles, not names."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", _("Agreed")
        NOT_AGREED = "not_agreed", _("Not agreed")

    held_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    parties = models.JSONField(help_text="list of roles, e.g. resident, member of a school")
    attendance = models.JSONField(help_text="{village_head, babinsa, bhabinkamtibmas: bool}")
    matter = models.TextField()
    agreement = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    document = models.ForeignKey(OfficialDocument, models.PROTECT, null=True, related_name="+")
    signed_copy = models.ForeignKey(IncidentEvidence, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["held_at"]

    @property
    def pillars_present(self) -> list[Any]:
        """The titles of those of the three pillars that were there."""
        return [ROLES[pillar].title for pillar, there in self.attendance.items() if there]

    def __str__(self) -> str:
        return f"{self.incident} · {self.get_outcome_display()}"


class AgreementCheck(OfIncident):
    """Whether what was agreed still holds, 7 and 30 days later."""

    class Result(models.TextChoices):
        WAITING = "waiting", _("To be checked")
        HELD = "held", _("Held")
        FLARED_UP = "flared_up", _("Flared up again")

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="checks")
    followup = models.OneToOneField(Followup, models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    result = models.CharField(max_length=10, choices=Result.choices, default=Result.WAITING)
    checked_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["due_at"]

    def __str__(self) -> str:
        return f"{self.incident} +{self.days}"


class Referral(OfIncident):
    """A case passed on to a body outside, with its hand-over package, chased until answered."""

    body = models.CharField(max_length=20, choices=list(BODIES.items()))
    body_name = models.CharField(max_length=120, blank=True)
    reason = models.TextField()
    sent_at = models.DateTimeField()
    followup = models.OneToOneField(Followup, models.PROTECT, related_name="+")
    document = models.ForeignKey(OfficialDocument, models.PROTECT, null=True, related_name="+")
    manifest = models.JSONField(default=dict, help_text="what was handed over, with digests")

    class Meta:
        ordering = ["sent_at"]

    def __str__(self) -> str:
        return f"{self.incident} → {self.body_label}"

    @property
    def body_label(self) -> str:
        """To whom it went."""
        return self.body_name or str(BODIES[self.body])


class IncidentFollowup(OfIncident):
    """A follow-up that belongs to a case."""

    followup = models.OneToOneField(Followup, models.PROTECT, related_name="of_incident")

    def __str__(self) -> str:
        return f"{self.incident}: {self.followup}"
