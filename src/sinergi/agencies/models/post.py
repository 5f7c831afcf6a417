"""Posts: a person's role in an agency over a region, for a period. The actor of every action."""

from __future__ import annotations

import uuid
from datetime import date
from functools import cached_property
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models.account import Account
from sinergi.agencies.models.agency import Agency
from sinergi.agencies.models.desk import Desk, DeskMember
from sinergi.agencies.roles import ROLES, Role, role_choices
from sinergi.agencies.scope import covers
from sinergi.kernel.models import Operation, Recorded
from sinergi.regions.models import Region


def second_factors() -> models.QuerySet[Authenticator]:
    """Authenticator apps and passkeys; recovery codes alone are none."""
    rows: models.QuerySet[Authenticator] = Authenticator.objects.all()
    return rows.exclude(type=Authenticator.Type.RECOVERY_CODES)


class PostRows(models.QuerySet["Post"]):
    """Ways to ask for posts."""

    def in_force(self, day: date) -> PostRows:
        """Those whose period holds `day`, of people who may sign in."""
        return self.filter(
            models.Q(until__isnull=True) | models.Q(until__gte=day),
            since__lte=day,
            account__is_active=True,
        )

    def with_all(self) -> PostRows:
        """With all that a request asks of its post, in one statement beside the desks'."""
        seats = models.Prefetch("memberships", DeskMember.objects.select_related("desk"))
        return self.select_related("account", "agency", "region", "operation").prefetch_related(
            seats
        )

    def with_sign_in(self) -> PostRows:
        """With `must_use_second_factor` and `uses_second_factor`, asked on every request."""
        mark = RoleMark.objects.filter(
            operation_id=models.OuterRef("operation_id"), role=models.OuterRef("role")
        )
        factor = second_factors().filter(user_id=models.OuterRef("account_id"))
        return self.annotate(
            marked=models.Subquery(mark.values("second_factor")[:1]),
            factor=models.Exists(factor),
        )


class Post(Recorded):
    """Who may act, where, and in whose name. It is the kernel's Actor and Viewer."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="posts")
    account = models.ForeignKey(Account, models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts")
    role = models.CharField(_("role"), max_length=30, choices=role_choices())
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    areas = ArrayField(models.CharField(max_length=13), help_text="the places that it covers")
    title = models.CharField(_("title"), max_length=150)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PostRows.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = _("post")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "agency", "role", "region", "since"],
                name="post_is_held_once",
            ),
            models.CheckConstraint(
                name="post_period_is_whole",
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
            ),
            models.CheckConstraint(
                name="post_covers_a_place", condition=models.Q(areas__len__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def post_id(self) -> uuid.UUID:
        """For the journal."""
        return self.pk

    @property
    def actor_label(self) -> str:
        """How the journal calls her: the post, not the person's private name."""
        return self.title

    @property
    def entry(self) -> Role:
        """What the catalogue says of its role."""
        return ROLES[self.role]

    @property
    def prefixes(self) -> list[str]:
        """The codes of the places that it covers, with all below them."""
        return list(self.areas)

    def covers(self, region_code: str) -> bool:
        """Whether the place lies in her area."""
        return covers(self.areas, region_code)

    def can(self, capability: str) -> bool:
        """Whether her role has the capability, wherever that may be."""
        return self.entry.may(capability)

    @property
    def must_use_second_factor(self) -> bool:
        """Whether her role must use one: as marked, else as the catalogue says."""
        marked = self.marked if hasattr(self, "marked") else _mark_of(self.operation_id, self.role)
        return self.entry.second_factor if marked is None else bool(marked)

    @property
    def uses_second_factor(self) -> bool:
        """Whether she has set one up: an authenticator app or a passkey."""
        if hasattr(self, "factor"):
            return bool(self.factor)
        return second_factors().filter(user_id=self.account_id).exists()

    @cached_property
    def desks(self) -> list[Desk]:
        """The desks at which she sits."""
        return [member.desk for member in self.memberships.all() if member.until is None]

    @cached_property
    def desk_ids(self) -> list[uuid.UUID]:
        """Identifiers of the desks at which she sits."""
        return [desk.pk for desk in self.desks]

    def sits_at(self, desk: Desk) -> bool:
        """Whether she is a member of this desk."""
        return desk.pk in self.desk_ids

    def sits_above(self, desk: Desk) -> bool:
        """Whether a desk of hers lies above this one."""
        return any(desk.region_id.startswith(own.region_id + ".") for own in self.desks)

    def coordinates(self, desk: Desk) -> bool:
        """Whether she leads this desk, or one above it."""
        return self.can("manage_roster") and (self.sits_at(desk) or self.sits_above(desk))

    def journal_label(self) -> str:
        """How the journal calls it."""
        return self.title


class RoleMark(Recorded):
    """That a role must use a second factor in an operation, or need not."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="role_marks")
    role = models.CharField(max_length=30, choices=role_choices())
    second_factor = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "role"], name="role_is_marked_once")
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())

    def journal_region(self) -> str:
        """It holds for the whole regency."""
        return self.operation.region_code


def _mark_of(operation_id: Any, role: str) -> bool | None:
    mark = RoleMark.objects.filter(operation_id=operation_id, role=role).first()
    return mark.second_factor if mark else None


def needs_second_factor(operation_id: Any, role: str) -> bool:
    """Whether the role must use one: as marked, else as the catalogue says."""
    marked = _mark_of(operation_id, role)
    return ROLES[role].second_factor if marked is None else marked
