"""Outreach (sosialisasi): activities, whom they reach, and what each village aims at."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sinergi.agencies.models import Agency, Post
from sinergi.kernel.models import Blob, Operation, Recorded
from sinergi.regions.models import Region, under


class TargetGroup(models.TextChoices):
    """Whom an activity wants to reach."""

    GENERAL = "general", _("Everybody")
    FIRST = "first", _("First-time voters")
    ELDERLY = "elderly", _("Elderly")
    DISABLED = "disabled", _("Disabled voters")
    REMOTE = "remote", _("Remote hamlets")
    WOMEN = "women", _("Women's groups")


class Activities(models.QuerySet["Activity"]):
    """Ways to ask for activities."""

    def visible_to(self, post: Post) -> Activities:
        """Those in her places, and those of her agency."""
        here = under("region_id", post.prefixes) | Q(agency_id=post.agency_id)
        return self.filter(here, operation_id=post.operation_id)


class Activity(Recorded):
    """One activity of outreach in one village."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", pgettext_lazy("activity", "Held")
        CANCELLED = "cancelled", _("Cancelled")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    place = models.CharField(max_length=150, blank=True)
    groups = ArrayField(models.CharField(max_length=10, choices=TargetGroup.choices))
    starts_at = models.DateTimeField()
    expected = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    held_at = models.DateTimeField(null=True, blank=True)
    reached = models.PositiveIntegerField(null=True, blank=True, help_text="people who came")
    reached_women = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    planned_by = models.CharField(max_length=200)
    planned_at = models.DateTimeField()

    objects = Activities.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="activity_held_says_how_many",
                condition=~Q(state="held") | Q(held_at__isnull=False, reached__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def group_words(self) -> list[str]:
        """For whom it is."""
        words = dict(TargetGroup.choices)
        return [str(words[code]) for code in self.groups]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("polling:activity", args=[self.pk])


class ActivityPhoto(models.Model):
    """A photo of an activity that was held."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="photos")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.blob.name


class TurnoutTarget(Recorded):
    """The turnout that a village aims at, in percent, and the last one that is known."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    percent = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    last_percent = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    last_source = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "region"], name="turnout_target_is_one"),
            models.CheckConstraint(
                name="turnout_is_a_percentage",
                condition=(Q(percent__isnull=True) | Q(percent__range=(0, 100)))
                & (Q(last_percent__isnull=True) | Q(last_percent__range=(0, 100))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.percent} %"
