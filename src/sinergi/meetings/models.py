"""Coordination meetings (*rakor*): who is called, what is said, and what must be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.followups.models import Followup
from sinergi.kernel.models import OfficialDocument, Operation, Recorded
from sinergi.regions.models import Region, under

if TYPE_CHECKING:
    import uuid


class MeetingRows(models.QuerySet["Meeting"]):
    """Ways to ask for meetings."""

    def visible_to(self, post: Post) -> MeetingRows:
        """Those to which her agency is called, those of her desks, and those in her places.

        A confidential one is known to those called and to its desk, and to who sees restricted
        cases.
        """
        called = Participant.objects.filter(meeting=models.OuterRef("pk"), agency=post.agency_id)
        places = under("region_id", post.prefixes if post.can("read") else [])
        if not post.can("see_restricted"):
            places &= ~Q(nature="confidential")
        hers = Q(desk_id__in=post.desk_ids) | Q(organiser_id=post.agency_id)
        return self.filter(places | hers | models.Exists(called), operation_id=post.operation_id)

    def coming(self) -> MeetingRows:
        """Those that are still to be held, the next first."""
        return self.filter(state__in=("planned", "invited", "running")).order_by("starts_at", "pk")


class Meeting(Recorded):
    """One meeting, from its planning to its minutes."""

    journal_hidden: ClassVar[tuple[str, ...]] = ("attendance_secret",)

    class Kind(models.TextChoices):
        FORUM = "forum", _("Forkopimda coordination meeting")
        INTEGRATED_TEAM = "integrated_team", _("Integrated conflict team")
        DESK = "desk", _("Meeting of the Desk Pilkada")
        DISTRICT_FORUM = "district_forum", _("Forkopimcam coordination meeting")
        TECHNICAL = "technical", _("Technical meeting")
        OTHER = "other", _("Other meeting")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        INVITED = "invited", _("Invited")
        RUNNING = "running", _("In session")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    class Nature(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinary")
        URGENT = "urgent", _("Urgent")
        IMPORTANT = "important", _("Important")
        CONFIDENTIAL = "confidential", _("Confidential")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="meetings")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    nature = models.CharField(max_length=12, choices=Nature.choices, default=Nature.IMPORTANT)
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    desk = models.ForeignKey(
        Desk, models.PROTECT, related_name="meetings", help_text="in whose name it is convened"
    )
    organiser = models.ForeignKey(Agency, models.PROTECT, related_name="meetings")
    chair_label = models.CharField(max_length=150)
    signer = models.ForeignKey(Post, models.PROTECT, related_name="+", help_text="of the letter")
    secretary = models.ForeignKey(Post, models.PROTECT, related_name="+", help_text="of minutes")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    contact = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(blank=True, help_text="why it was cancelled or moved")
    sequence = models.PositiveSmallIntegerField(
        default=0, help_text="of its calendar entry: grows with every change (RFC 5545, 3.8.7.4)"
    )
    attendance_secret = models.CharField(max_length=64, blank=True, help_text="of the rotating QR")
    invitation = models.ForeignKey(OfficialDocument, models.PROTECT, null=True, related_name="+")
    attendance_list = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, related_name="+"
    )
    minutes = models.ForeignKey(OfficialDocument, models.PROTECT, null=True, related_name="+")

    objects = MeetingRows.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                name="meeting_ends_after_it_starts",
                condition=Q(ends_at__gt=models.F("starts_at")),
            ),
        ]
        indexes = [models.Index(fields=["operation", "starts_at"], name="meeting_start")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("meetings:meeting", args=[self.pk])

    def journal_audience(self) -> list[Any] | None:
        """Of a confidential one: the agencies that are called, and the one that convenes."""
        if self.nature != self.Nature.CONFIDENTIAL:
            return None
        called = self.participants.exclude(agency=None).values_list("agency_id", flat=True)
        return sorted({self.organiser_id, *called})

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is still to come."""
        return self.state in ("held", "cancelled")


class OfMeeting(Recorded):
    """A row that belongs to a meeting."""

    class Meta:
        abstract = True

    meeting: Any
    meeting_id: uuid.UUID

    def journal_region(self) -> str:
        """The place of the meeting."""
        return str(self.meeting.region_id)

    def journal_operation(self) -> Any:
        """The operation of the meeting."""
        return self.meeting.operation_id

    def journal_audience(self) -> list[Any] | None:
        """As of the meeting."""
        audience: list[Any] | None = self.meeting.journal_audience()
        return audience


class AgendaItem(OfMeeting):
    """One point of the agenda, and what the minutes say of it."""

    journal_hidden: ClassVar[tuple[str, ...]] = ("text",)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    presenter = models.CharField(max_length=150, blank=True)
    minutes_planned = models.PositiveSmallIntegerField(null=True, blank=True)
    detail = models.TextField(blank=True)
    origin_label = models.CharField(max_length=200, blank=True)
    origin_url = models.CharField(max_length=200, blank=True)
    dropped = models.BooleanField(default=False)
    text = models.TextField(blank=True, help_text="of the minutes, as it stands now")
    revision = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField(null=True, blank=True)
    written_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class MinutesRevision(models.Model):
    """What the minutes of a point said at one time. Only ever added: nothing typed is lost."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="minutes_revision_is_one")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.number}"


class Participant(OfMeeting):
    """One seat at the meeting: of an agency, held by a post where one is known."""

    class Reply(models.TextChoices):
        NONE = "none", _("No reply yet")
        COMES = "comes", _("Comes")
        DEPUTY = "deputy", _("Sends a deputy")
        DECLINES = "declines", _("Cannot come")

    class Means(models.TextChoices):
        QR = "qr", _("By QR code")
        HAND = "hand", _("By hand")

    class Sex(models.TextChoices):
        FEMALE = "f", _("Female")
        MALE = "m", _("Male")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="participants")
    order = models.PositiveSmallIntegerField(default=0)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=150, help_text="as the letter addresses it")
    late = models.BooleanField(default=False, help_text="came without having been invited")
    struck = models.BooleanField(default=False, help_text="no longer invited")
    reply = models.CharField(max_length=10, choices=Reply.choices, default=Reply.NONE)
    deputy = models.CharField(max_length=150, blank=True)
    reply_remark = models.CharField(max_length=300, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    present_at = models.DateTimeField(null=True, blank=True)
    present_means = models.CharField(max_length=4, choices=Means.choices, blank=True)
    present_as = models.CharField(max_length=150, blank=True, help_text="who came, by post")
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)

    class Meta:
        ordering = ["order", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "post"],
                condition=Q(post__isnull=False),
                name="participant_post_is_called_once",
            ),
            models.CheckConstraint(
                name="participant_present_says_how",
                condition=Q(present_at__isnull=True, present_means="")
                | (Q(present_at__isnull=False) & ~Q(present_means="")),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Directive(OfMeeting):
    """What the meeting orders (*arahan*). Each owner has a follow-up of its own for it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="directives")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="directives"
    )
    number = models.PositiveSmallIntegerField(help_text="within the meeting")
    text = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    due_at = models.DateTimeField()
    evidence_asked = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=200)
    # As the action plan of the integrated team asks (Permendagri 42/2015: B04, B08, B12).
    in_plan = models.BooleanField(default=False)
    problem = models.CharField(max_length=300, blank=True)
    measure = models.CharField(max_length=300, blank=True, help_text="of success")
    supporting = models.CharField(max_length=300, blank=True, help_text="agencies that support")

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="directive_number_is_unique")
        ]

    def __str__(self) -> str:
        return self.text


class DirectiveShare(models.Model):
    """The part of one owner in a directive: its follow-up. Written with the directive."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="shares")
    followup = models.OneToOneField(Followup, models.PROTECT, related_name="of_directive")

    def __str__(self) -> str:
        return str(self.followup)


class Briefing(OfMeeting):
    """The briefing pack as it was made: figures frozen at that moment, as PDF and slides."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="briefings")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    document = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="+")

    journal_hidden: ClassVar[tuple[str, ...]] = ("facts",)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.meeting} · {self.made_at:%Y-%m-%d}"
