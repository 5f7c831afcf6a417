"""What one agency owes in one place, how it stands, and what shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.kinds import kind_choices
from sinergi.agencies.models import Agency
from sinergi.followups.models import Followup
from sinergi.kernel.models import Blob, Operation, Recorded
from sinergi.readiness import rules
from sinergi.readiness.models.requirement import LEVELS, Requirement
from sinergi.regions.models import Region, under
from sinergi.stages.models import Stage, today

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from sinergi.agencies.models import Post

STANDING_TITLES: dict[str, Any] = {
    "confirmed": _("Ready, confirmed"),
    "claimed": _("Reported ready, not checked"),
    "returned": _("Returned by the desk"),
    "in_progress": _("In progress"),
    "blocked": _("Blocked"),
    "not_started": _("Not started"),
}


def stands(standing: str) -> Q:
    """Rows that stand so, as `rules.standing` says of one."""
    checks = {"confirmed": "confirmed", "returned": "returned", "claimed": "unchecked"}
    if standing in checks:
        return Q(state="ready", check_state=checks[standing])
    return Q(state=standing)


class ItemRows(models.QuerySet["ReadinessItem"]):
    """Ways to ask for items."""

    def visible_to(self, post: Post) -> ItemRows:
        """Those of her agency, and those in places that she reads."""
        places = under("region_id", post.prefixes if post.can("read") else [])
        return self.filter(places | Q(agency_id=post.agency_id), operation_id=post.operation_id)

    def asked(self) -> ItemRows:
        """Those that are asked now: they alone are counted."""
        return self.filter(active=True)

    def kept(self) -> ItemRows:
        """What is asked, and what was reported before it was no longer asked."""
        return self.filter(Q(active=True) | Q(reported_at__isnull=False))

    def in_time(self, day: date) -> ItemRows:
        """Those for whose stage something can still be made ready: it is not over."""
        return self.filter(Q(stage__ends_on__isnull=True) | Q(stage__ends_on__gte=day))

    def open(self) -> ItemRows:
        """What is asked and not confirmed."""
        return self.asked().exclude(stands("confirmed"))

    def overdue(self, day: date) -> ItemRows:
        """Those whose day is past, as `rules.is_overdue` says of one."""
        done = stands("confirmed") | stands("claimed")
        return self.asked().filter(due_on__lt=day).exclude(done)

    def owed_by(self, post: Post) -> ItemRows:
        """Those for which she speaks, as `permissions.answers_for` says of one."""
        there = under("region_id", post.prefixes) | Q(region_id=post.region_id)
        rows = self.filter(there, agency_id=post.agency_id)
        if post.can("answer"):
            return rows
        return rows.filter(level="village") if post.can("report") and post.desk_ids else self.none()

    def to_check_by(self, post: Post) -> ItemRows:
        """What is reported ready and waits for a desk of hers, which is next above."""
        places = Q(pk__in=[])
        for desk in post.desks if post.can("assign") else []:
            if desk.level == "district":
                places |= Q(level="village") & under("region_id", [desk.region_id])
            elif desk.level == "regency":
                places |= Q(level="district") & under("region_id", [desk.region_id])
                places |= Q(level="regency", region_id=desk.region_id)
        rows = self.asked().filter(places, stands("claimed"), operation_id=post.operation_id)
        return rows.exclude(agency_id=post.agency_id)

    def whole(self) -> ItemRows:
        """With all that their pages name."""
        return self.select_related(
            "requirement", "stage", "agency", "region__parent", "helper", "followup", "operation"
        )


class ReadinessItem(Recorded):
    """One requirement, of one agency, in one place.

    `stage`, `agency_kind` and `level` repeat what requirement and agency say, so that figures of
    two hundred thousand items need no join; generation keeps them true. What is no longer asked is
    not `active`; nothing is ever deleted.
    """

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("Not started")
        IN_PROGRESS = "in_progress", _("In progress")
        READY = "ready", _("Ready")
        BLOCKED = "blocked", _("Blocked")

    class Check(models.TextChoices):
        UNCHECKED = "unchecked", _("Not checked")
        CONFIRMED = "confirmed", _("Confirmed")
        RETURNED = "returned", _("Returned")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+", db_index=False)
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="items", db_index=False
    )
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="items")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="readiness")
    agency_kind = models.CharField(max_length=30, choices=kind_choices())
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=list(LEVELS.items()))
    state = models.CharField(
        max_length=12, choices=State.choices, default=State.NOT_STARTED, db_default="not_started"
    )
    note = models.TextField(blank=True, db_default="")
    missing = models.TextField(blank=True, db_default="", help_text="what is missing, if blocked")
    helper = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    due_on = models.DateField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_by = models.CharField(max_length=200, blank=True, db_default="")
    check_state = models.CharField(
        max_length=10, choices=Check.choices, default=Check.UNCHECKED, db_default="unchecked"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.CharField(max_length=200, blank=True, db_default="")
    remark = models.TextField(blank=True, db_default="", help_text="of the desk that checked")
    revision = models.PositiveIntegerField(default=0, db_default=0, help_text="grows by each word")
    active = models.BooleanField(default=True, db_default=True)
    followup = models.ForeignKey(
        Followup, models.PROTECT, null=True, blank=True, related_name="readiness"
    )

    objects = ItemRows.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "agency", "region"], name="readiness_item_is_one"
            ),
            models.CheckConstraint(
                name="readiness_blocked_says_what_is_missing",
                condition=~Q(state="blocked") | ~Q(missing=""),
            ),
            models.CheckConstraint(
                name="readiness_state_was_reported",
                condition=Q(state="not_started") | Q(reported_at__isnull=False),
            ),
            models.CheckConstraint(
                name="readiness_only_what_is_ready_is_checked",
                condition=Q(check_state="unchecked") | Q(state="ready", checked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="readiness_returned_says_why",
                condition=~Q(check_state="returned") | ~Q(remark=""),
            ),
        ]
        indexes = [
            # The items of one field of the matrix. The figures of a whole province read the
            # table itself, which is faster: measured at 220,000 items.
            models.Index(
                fields=["operation", "stage", "agency_kind", "region"],
                condition=Q(active=True),
                name="readiness_field",
            ),
            models.Index(
                fields=["operation", "due_on"],
                condition=Q(active=True) & ~Q(state="ready", check_state="confirmed"),
                name="readiness_gaps",
            ),
        ]

    def __str__(self) -> str:
        return self.requirement.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("readiness:item", args=[self.pk])

    def journal_label(self) -> str:
        """What, of whom, and where."""
        return f"{self.requirement.title_id} · {self.agency} · {self.region.full_name}"

    @property
    def standing(self) -> str:
        """How it stands, as it is counted."""
        return rules.standing(self.state, self.check_state)

    @property
    def standing_title(self) -> str:
        """The same in words."""
        return str(STANDING_TITLES[self.standing])

    @property
    def is_overdue(self) -> bool:
        """Whether its day is past and it is not reported ready."""
        return self.active and rules.is_overdue(self.standing, self.due_on, today())

    @property
    def days_left(self) -> int | None:
        """Days until it is due; negative when that is past; None without a date."""
        return (self.due_on - today()).days if self.due_on else None

    @property
    def days_late(self) -> int:
        """Days since it was due; 0 when that is not past."""
        return max(-(self.days_left or 0), 0)

    @property
    def checking_place(self) -> str:
        """The code of the place whose desk checks it."""
        return rules.checking_place(self.level, self.region_id)


class ReadinessEvidence(Recorded):
    """A photo or document that shows that it is ready; kept as received."""

    item = models.ForeignKey(ReadinessItem, models.PROTECT, related_name="evidence")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return str(self.blob)

    def journal_region(self) -> str:
        """The place of its item."""
        return self.item.region_id

    def journal_operation(self) -> uuid.UUID | None:
        """The operation of its item."""
        return self.item.operation_id
