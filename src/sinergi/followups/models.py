"""Follow-ups: who owes what to whom, until when, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.followups import rules
from sinergi.kernel.clock import now
from sinergi.kernel.models import Blob, Operation, Recorded
from sinergi.regions.models import Region, under

if TYPE_CHECKING:
    from datetime import datetime


class FollowupRows(models.QuerySet["Followup"]):
    """Ways to ask for follow-ups."""

    def visible_to(self, post: Post) -> FollowupRows:
        """What she may see: asked by or of her agency or desks, or in places that she reads."""
        places = under("region_id", post.prefixes if post.can("read") else [])
        agency, desks = post.agency_id, post.desk_ids
        party = models.Q(to_agency_id=agency) | models.Q(from_agency_id=agency)
        party |= models.Q(to_desk_id__in=desks) | models.Q(from_desk_id__in=desks)
        party |= models.Q(superior_agency_id=agency) | models.Q(superior_desk_id__in=desks)
        open_to_her = models.Q(audience__isnull=True) | models.Q(audience__contains=[agency])
        return self.filter(open_to_her & (places | party), operation_id=post.operation_id)

    def climbed_to(self, post: Post) -> FollowupRows:
        """What is overdue and has climbed to her agency or desks."""
        superior = models.Q(superior_agency_id=post.agency_id)
        superior |= models.Q(superior_desk_id__in=post.desk_ids)
        return self.filter(superior, state__in=rules.OWED, climbs__gt=0)

    def unfinished(self) -> FollowupRows:
        """Those that still wait for somebody."""
        return self.filter(state__in=rules.OPEN)


class Followup(Recorded):
    """A request for help or advice, a task, a referral, a check: one promise, until it is kept."""

    class Kind(models.TextChoices):
        ASSISTANCE = "assistance", _("Request for assistance")
        ADVICE = "advice", _("Request for advice")
        TASK = "task", _("Task")
        REFERRAL = "referral", _("Referral to another body")
        AGREEMENT_CHECK = "agreement_check", _("Check of an agreement")
        DIRECTIVE = "directive", _("Directive of a meeting")
        READINESS = "readiness", _("Gap in readiness")
        PREVENTION = "prevention", _("Prevention of a risk")
        LESSON = "lesson", _("Lesson of a review")

    class State(models.TextChoices):
        ASSIGNED = "assigned", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        REPORTED = "reported", _("Reported as done")
        RETURNED = "returned", _("Returned for more")
        CLOSED = "closed", _("Closed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASSIGNED)
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    from_desk = models.ForeignKey(Desk, models.PROTECT, related_name="followups_asked")
    from_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    from_label = models.CharField(max_length=200)
    to_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="followups"
    )
    to_desk = models.ForeignKey(
        Desk, models.PROTECT, null=True, blank=True, related_name="followups"
    )
    to_body = models.CharField(max_length=120, blank=True, help_text="a body outside the house")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    evidence_asked = models.CharField(max_length=300, blank=True)
    # What is overdue climbs to its owner's superior, step by step; the owner still owes it.
    superior_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="followups_climbed"
    )
    superior_desk = models.ForeignKey(
        Desk, models.PROTECT, null=True, blank=True, related_name="followups_climbed"
    )
    climbs = models.PositiveSmallIntegerField(default=0)
    climbed_at = models.DateTimeField(null=True, blank=True)
    next_climb = models.DateTimeField(null=True, blank=True)
    origin_label = models.CharField(max_length=200, blank=True)
    origin_url = models.CharField(max_length=200, blank=True)
    audience = ArrayField(models.UUIDField(), null=True, blank=True)

    objects = FollowupRows.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="followup_has_one_owner",
                condition=(
                    models.Q(to_agency__isnull=False, to_desk__isnull=True, to_body="")
                    | models.Q(to_agency__isnull=True, to_desk__isnull=False, to_body="")
                    | (
                        models.Q(to_agency__isnull=True, to_desk__isnull=True)
                        & ~models.Q(to_body="")
                    )
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["operation", "due_at"],
                condition=models.Q(state__in=rules.OPEN),
                name="followup_waiting",
            ),
            models.Index(
                fields=["operation", "next_climb"],
                condition=models.Q(next_climb__isnull=False),
                name="followup_climbing",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("followups:followup", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether its owner still owes something."""
        return self.state in rules.OWED

    @property
    def owner_label(self) -> str:
        """Who owes the answer."""
        return str(self.to_agency or self.to_desk or self.to_body)

    @property
    def superior(self) -> Agency | Desk | None:
        """To whom it has climbed, the highest so far."""
        return self.superior_agency or self.superior_desk

    @property
    def has_climbed(self) -> bool:
        """Whether it is late and a superior was told."""
        return self.climbs > 0 and self.is_waiting

    @property
    def is_overdue(self) -> bool:
        """Whether the answer is late, by the operation's clock."""
        moment: datetime = now()
        return rules.is_overdue(self.state, self.due_at, moment)

    def journal_audience(self) -> list[str] | None:
        """The agencies that alone may see it."""
        return [str(agency) for agency in self.audience] if self.audience else None


class FollowupEvidence(Recorded):
    """A photo, recording or document that shows what was done; kept as received."""

    followup = models.ForeignKey(Followup, models.PROTECT, related_name="evidence")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    caption = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.caption or str(self.blob)

    def journal_region(self) -> str:
        """The place of its follow-up."""
        return self.followup.region_id

    def journal_audience(self) -> list[str] | None:
        """As narrow as its follow-up."""
        return self.followup.journal_audience()

    def journal_operation(self) -> Any:
        """The operation of its follow-up."""
        return self.followup.operation_id
