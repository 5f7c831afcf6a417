"""After-action reviews: what was decided, when, on what information; and what is learnt."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.followups.models import Followup
from sinergi.incidents.models import Incident
from sinergi.kernel.models import OfficialDocument, Operation, Recorded
from sinergi.regions.models import Region, under
from sinergi.stages.models import Stage


class Reviews(models.QuerySet["Review"]):
    """Ways to ask for reviews. Everything begins at `visible_to`."""

    def visible_to(self, post: Post) -> Reviews:
        """Those of places that she reads; of a restricted case only for the agencies it names."""
        places = under("region_id", post.prefixes if post.can("read") else [])
        open_to_her = Q(incident__isnull=True) | Q(incident__visibility="ordinary")
        open_to_her |= Q(incident__audience__contains=[post.agency_id])
        return self.filter(places & open_to_her, operation_id=post.operation_id)

    def whole(self) -> Reviews:
        """With what its page names."""
        return self.select_related(
            "operation", "region__parent", "desk", "incident", "stage", "document"
        )


class Review(Recorded):
    """One review: of a case, of a stage, or of a span of time in a place."""

    class About(models.TextChoices):
        INCIDENT = "incident", _("An incident")
        STAGE = "stage", _("A stage of the election")
        SPAN = "span", _("A span of time")

    class State(models.TextChoices):
        OPEN = "open", _("Review open")
        CLOSED = "closed", _("Review closed")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+", help_text="that holds it")
    about = models.CharField(max_length=10, choices=About.choices)
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    stage = models.ForeignKey(Stage, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200)
    question = models.TextField(blank=True, help_text="what is to be found out")
    since = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)
    conclusion = models.TextField(blank=True)
    document = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = Reviews.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                name="review_span_is_whole", condition=Q(until__gt=models.F("since"))
            ),
            models.CheckConstraint(
                name="review_is_about_one_thing",
                condition=Q(about="incident", incident__isnull=False, stage__isnull=True)
                | Q(about="stage", incident__isnull=True, stage__isnull=False)
                | Q(about="span", incident__isnull=True, stage__isnull=True),
            ),
            models.CheckConstraint(
                name="review_closed_has_its_paper",
                condition=Q(state="open", closed_at__isnull=True)
                | Q(state="closed", closed_at__isnull=False, document__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("briefing:review", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether notes and lessons are still taken."""
        return self.state == self.State.OPEN

    def journal_audience(self) -> list[str] | None:
        """As narrow as the case that it is about."""
        return self.incident.journal_audience() if self.incident else None


class OfReview(Recorded):
    """A row that belongs to a review."""

    review: Any

    class Meta:
        abstract = True

    def journal_region(self) -> str:
        """The place of the review."""
        return str(self.review.region_id)

    def journal_operation(self) -> Any:
        """The operation of the review."""
        return self.review.operation_id

    def journal_audience(self) -> list[str] | None:
        """As narrow as the review."""
        audience: list[str] | None = self.review.journal_audience()
        return audience


class ReviewNote(OfReview):
    """What somebody who was there has to say. Never changed: who errs adds another."""

    class Kind(models.TextChoices):
        WENT_WELL = "well", _("This went well")
        WENT_WRONG = "wrong", _("This did not go well")
        UNKNOWN = "unknown", _("This was not known then")
        PROPOSAL = "proposal", _("This should be done otherwise")

    review = models.ForeignKey(Review, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"


class ReviewLesson(OfReview):
    """A lesson: a follow-up with an owner and a due time."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="lessons")
    followup = models.OneToOneField(Followup, models.PROTECT, related_name="lesson")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.followup)
