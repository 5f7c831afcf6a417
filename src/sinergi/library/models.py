"""The shared library: entries, their versions, and who has read them."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.kinds import kind_choices
from sinergi.agencies.models import Agency, Post
from sinergi.kernel.models import Blob, Operation, Recorded
from sinergi.library import rules
from sinergi.regions.models import under
from sinergi.stages.models import Stage


class EntryRows(models.QuerySet["Entry"]):
    """Ways to ask for entries."""

    def visible_to(self, post: Post) -> EntryRows:
        """Those addressed to her kind of agency by an agency that reaches her, and her own's."""
        kind = Q(agency_kinds__len=0) | Q(agency_kinds__contains=[post.agency.kind])
        reach = Q(agency__areas__overlap=rules.around(post.areas))
        reach |= under("agency__region_id", post.prefixes)
        own = Q(agency_id=post.agency_id)
        return self.filter(own | (kind & reach & Q(withdrawn_at=None)),
                           operation_id=post.operation_id)  # fmt: skip

    def with_present(self) -> EntryRows:
        """With `present_id`, the key of the newest version."""
        newest = Version.objects.filter(entry=OuterRef("pk")).order_by("-number")
        return self.annotate(present_id=Subquery(newest.values("pk")[:1]))

    def with_reading(self, post: Post) -> EntryRows:
        """With `is_read`: whether she has read the newest version."""
        read = Reading.objects.filter(version_id=OuterRef("present_id"), post_id=post.pk)
        return self.with_present().annotate(is_read=Exists(read))


class Entry(Recorded):
    """One procedure, guide, map, form or regulation that agencies share."""

    class Kind(models.TextChoices):
        PROCEDURE = "procedure", _("Procedure")
        GUIDE = "guide", _("Guide")
        MAP = "map", _("Map")
        FORM = "form", _("Form")
        REGULATION = "regulation", _("Regulation")
        OTHER = "other", _("Other")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="library")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", help_text="publishes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=150)
    summary = models.TextField(blank=True)
    stage = models.ForeignKey(Stage, models.PROTECT, null=True, blank=True, related_name="+")
    agency_kinds = ArrayField(
        models.CharField(max_length=30, choices=kind_choices()), default=list, blank=True,
        help_text="for whom; empty: for all",
    )  # fmt: skip
    must_read = models.BooleanField(default=False)
    published_at = models.DateTimeField(help_text="of the newest version")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = EntryRows.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [
            models.Index(fields=["operation", "-published_at"], name="library_newest"),
            GinIndex(fields=["agency_kinds"], name="library_kinds"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("library:entry", args=[self.pk])

    def journal_region(self) -> str:
        """Where its publisher sits."""
        return str(self.agency.region_id)


class OfEntry(Recorded):
    """What belongs to an entry lies where it lies."""

    class Meta:
        abstract = True

    @property
    def of(self) -> Entry:
        """The entry to which it belongs."""
        found: Entry = self.entry  # type: ignore[attr-defined]
        return found

    def journal_region(self) -> str:
        """That of the entry."""
        return self.of.journal_region()

    def journal_operation(self) -> uuid.UUID | None:
        """That of the entry."""
        return self.of.operation_id


class Version(OfEntry):
    """One version of an entry: a file that never changes. A correction is a new version."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True, help_text="what changed")
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "number"], name="library_version_is_numbered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry} · {self.number}"


class Reading(Recorded):
    """That a post has read a version, as she said herself."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="readings")
    post = models.ForeignKey(Post, models.PROTECT, related_name="library_readings")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["read_at"]
        constraints = [
            models.UniqueConstraint(fields=["version", "post"], name="library_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.post} · {self.version}"

    def journal_region(self) -> str:
        """Where the reader sits."""
        return str(self.post.region_id)

    def journal_operation(self) -> uuid.UUID | None:
        """That of the entry."""
        return self.version.entry.operation_id
