"""Desks (*posko*), who sits at them, who is on duty, and the confirmation of each day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.kernel.clock import local, now
from sinergi.kernel.models import Operation, Recorded
from sinergi.regions.models import Region, under

if TYPE_CHECKING:
    from sinergi.agencies.models.post import Post


class DeskRows(models.QuerySet["Desk"]):
    """Ways to ask for desks."""

    def visible_to(self, post: Post) -> DeskRows:
        """Those of her places, and those at which she sits."""
        places = models.Q(pk__in=post.desk_ids) | under("region_id", post.prefixes)
        return self.filter(places, operation_id=post.operation_id)


class Desk(Recorded):
    """Where cases lie: one at every level of every place."""

    class Level(models.TextChoices):
        VILLAGE = "village", _("Village")
        DISTRICT = "district", _("District")
        REGENCY = "regency", _("Regency")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="desks")
    region = models.ForeignKey(Region, models.PROTECT, related_name="desks")
    level = models.CharField(max_length=10, choices=Level.choices)
    name = models.CharField(max_length=120)

    objects = DeskRows.as_manager()

    class Meta:
        ordering = ["region"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "region"], name="desk_is_one_in_a_place")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page (which the room of incidents shows, with its load)."""
        return reverse("incidents:desk", args=[self.pk])


class OfDesk(Recorded):
    """A row that belongs to a desk."""

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def journal_region(self) -> str:
        """The place of its desk."""
        return self.desk.region_id

    def journal_operation(self) -> Any:
        """The operation of its desk."""
        return self.desk.operation_id


class DeskMembers(models.QuerySet["DeskMember"]):
    """Ways to ask for members."""

    def sitting(self) -> DeskMembers:
        """Who sits at a desk today, in a post that is in force."""
        today = local(now()).date()
        in_force = models.Q(post__until__isnull=True) | models.Q(post__until__gte=today)
        return self.filter(in_force, until=None, post__since__lte=today)


class DeskMember(OfDesk):
    """That a post sits at a desk."""

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="members")
    post = models.ForeignKey("agencies.Post", models.PROTECT, related_name="memberships")
    coordinator = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = DeskMembers.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "post"],
                condition=models.Q(until__isnull=True),
                name="member_sits_once_at_a_desk",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post} · {self.desk}"


class DutyShifts(models.QuerySet["DutyShift"]):
    """Ways to ask for duty."""

    def at(self, moment: datetime) -> DutyShifts:
        """Who is on duty at that moment."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment, cancelled=False)


class DutyShift(OfDesk):
    """That a post is on duty at a desk, from a time until another."""

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="shifts")
    post = models.ForeignKey("agencies.Post", models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    cancelled = models.BooleanField(default=False)

    objects = DutyShifts.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                name="shift_ends_after_it_starts",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
            )
        ]
        indexes = [models.Index(fields=["desk", "starts_at"], name="shift_of_desk")]

    def __str__(self) -> str:
        return f"{self.post} · {self.desk}"


class DayConfirmation(OfDesk):
    """That a desk confirmed its day. A day without one is silence, never peace."""

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="confirmations")
    day = models.DateField()
    nil = models.BooleanField(help_text="nothing happened (nihil)")
    note = models.CharField(max_length=300, blank=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "day"], name="day_is_confirmed_once")
        ]

    def __str__(self) -> str:
        return f"{self.desk} · {self.day}"


__all__ = ["DayConfirmation", "Desk", "DeskMember", "DutyShift"]
