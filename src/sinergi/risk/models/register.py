"""The register: what may happen where, what is done against it, and what came of that."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk
from sinergi.followups.models import Followup
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation, Recorded
from sinergi.regions.models import Region, under
from sinergi.risk.library import risk_kinds
from sinergi.risk.rules import register as rules
from sinergi.stages.models import Stage, today

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from sinergi.agencies.models import Post

SCALE = [(number, str(number)) for number in range(1, rules.MOST + 1)]


class RiskRows(models.QuerySet["Risk"]):
    """Ways to ask for risks."""

    def visible_to(self, post: Post) -> RiskRows:
        """Those of places that she reads, and those in which her agency or desk does something."""
        places = under("region_id", post.prefixes if post.can("read") else [])
        asked = RiskMeasure.objects.filter(
            Q(followup__to_agency_id=post.agency_id) | Q(followup__to_desk_id__in=post.desk_ids),
            risk=models.OuterRef("pk"),
        )
        return self.filter(places | models.Exists(asked), operation_id=post.operation_id)

    def kept(self) -> RiskRows:
        """All but the closed ones."""
        return self.filter(state__in=rules.KEPT)

    def to_review(self, day: date) -> RiskRows:
        """Those that should have been looked at again, as `rules.is_review_due` says of one."""
        return self.kept().filter(review_on__lte=day)

    def gravest_first(self) -> RiskRows:
        """By likelihood times impact."""
        return self.order_by(F("likelihood") * F("impact") * -1, "number")

    def whole(self) -> RiskRows:
        """With all that their pages name."""
        return self.select_related("region__parent", "desk", "stage", "operation")


class Risk(Recorded):
    """One thing that may go wrong in a place. It names no person, religion or candidate.

    `first_likelihood` and `first_impact` are what was said when it was opened, so that one sees
    what prevention changed.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Still open")
        MITIGATED = "mitigated", _("Mitigated")
        ACCEPTED = "accepted", _("Accepted as it is")
        CLOSED = "closed", _("Closed")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="risks", help_text="that keeps it")
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    stage = models.ForeignKey(Stage, models.PROTECT, null=True, blank=True, related_name="+")
    likelihood = models.PositiveSmallIntegerField(choices=SCALE)
    impact = models.PositiveSmallIntegerField(choices=SCALE)
    first_likelihood = models.PositiveSmallIntegerField(choices=SCALE)
    first_impact = models.PositiveSmallIntegerField(choices=SCALE)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    review_on = models.DateField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True, help_text="what came of it, or why it is accepted")
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = RiskRows.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "number"], name="risk_number"),
            models.CheckConstraint(
                name="risk_on_the_scale",
                condition=Q(
                    likelihood__range=(1, 5),
                    impact__range=(1, 5),
                    first_likelihood__range=(1, 5),
                    first_impact__range=(1, 5),
                ),
            ),
            models.CheckConstraint(
                name="risk_closed_says_when", condition=Q(closed_at=None) ^ Q(state="closed")
            ),
            models.CheckConstraint(
                name="risk_settled_says_what", condition=Q(state="open") | ~Q(result="")
            ),
            models.CheckConstraint(
                name="risk_kept_has_a_review",
                condition=Q(state="closed") | Q(review_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["operation", "review_on"],
                condition=~Q(state="closed"),
                name="risk_review",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("risk:entry", args=[self.pk])

    @property
    def label(self) -> str:
        """How people call it: R-012."""
        return f"R-{self.number:03d}"

    @property
    def kind_title(self) -> str:
        """Its kind in words."""
        kind = risk_kinds().get(self.kind)
        return kind.title if kind else self.kind

    @property
    def weight(self) -> int:
        """1 to 25, as it is judged now."""
        return rules.weight(self.likelihood, self.impact)

    @property
    def first_weight(self) -> int:
        """The same when it was opened."""
        return rules.weight(self.first_likelihood, self.first_impact)

    @property
    def grade(self) -> str:
        """low, medium, high or critical."""
        return rules.grade(self.likelihood, self.impact)

    @property
    def is_kept(self) -> bool:
        """Whether it is still looked at."""
        return self.state in rules.KEPT

    @property
    def is_review_due(self) -> bool:
        """Whether it should have been looked at again."""
        return rules.is_review_due(self.state, self.review_on, today())

    def journal_label(self) -> str:
        """What, and where."""
        return f"{self} · {self.region.full_name}"


class RiskMeasure(Recorded):
    """What is done against a risk: a follow-up of the house, whose answer is its result."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="measures")
    followup = models.OneToOneField(Followup, models.PROTECT, related_name="against_risk")
    suggestion = models.SlugField(max_length=40, blank=True, help_text="of the library")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return str(self.followup)

    @property
    def is_late(self) -> bool:
        """Whether its owner owes it and its time has passed."""
        due: datetime | None = self.followup.due_at
        return self.followup.is_waiting and due is not None and due <= now()

    def journal_region(self) -> str:
        """The place of its risk."""
        return self.risk.region_id

    def journal_operation(self) -> uuid.UUID:
        """The operation of its risk."""
        return self.risk.operation_id
