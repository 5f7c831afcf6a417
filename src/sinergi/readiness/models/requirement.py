"""What must be ready before a stage begins: of which kind of agency, where, how long before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.kinds import kind_choices
from sinergi.kernel.models import Operation, Recorded
from sinergi.stages.models import Stage

if TYPE_CHECKING:
    from sinergi.agencies.models import Post

TOPICS: dict[str, Any] = {
    "organisation": _("Organisation"),
    "security": _("Security"),
    "logistics": _("Logistics"),
    "voter_list": _("Voter list"),
    "polling_stations": _("Polling stations"),
    "health": _("Health"),
    "power_network": _("Power and network"),
    "disaster": _("Disaster"),
    "neutrality": _("Neutrality"),
    "outreach": _("Outreach"),
}
LEVELS: dict[str, Any] = {
    "village": _("Village"),
    "district": _("District"),
    "regency": _("Regency"),
}


class RequirementRows(models.QuerySet["Requirement"]):
    """Ways to ask for requirements."""

    def visible_to(self, post: Post) -> RequirementRows:
        """All of the operation: what is asked is no secret among those who sign in."""
        return self.filter(operation_id=post.operation_id)


class Requirement(Recorded):
    """One thing that must be ready: each agency of that kind owes it in each of its places.

    `edited` rows are ours: a newer shipped set leaves them as they are. `agency_name` narrows a
    kind that holds several bodies (BPBD among the regional agencies) by the beginning of a name.
    """

    class Grounds(models.TextChoices):
        """On what it rests, as it was read."""

        LAW = "law", _("Law")
        REPORTED = "reported", _("Seen in the press, not in the text of the law")
        UNVERIFIED = "unverified", _("Not verified")
        PRACTICE = "practice", _("Practice")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="requirements")
    code = models.SlugField(max_length=40)
    topic = models.CharField(max_length=20, choices=list(TOPICS.items()))
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="requirements")
    agency_kind = models.CharField(max_length=30, choices=kind_choices())
    agency_name = models.CharField(max_length=60, blank=True, help_text="a name begins with it")
    level = models.CharField(max_length=10, choices=list(LEVELS.items()))
    title_id = models.CharField(max_length=150)
    title_en = models.CharField(max_length=150)
    asks_id = models.TextField(help_text="what exactly is asked")
    asks_en = models.TextField()
    proof_id = models.CharField(max_length=200, blank=True, help_text="evidence that is asked for")
    proof_en = models.CharField(max_length=200, blank=True)
    lead_days = models.PositiveSmallIntegerField(help_text="days before the stage begins")
    grounds = models.CharField(max_length=10, choices=Grounds.choices)
    source = models.CharField(max_length=200)
    template = models.CharField(max_length=40, help_text="set and version it comes from")
    version = models.PositiveIntegerField(default=1)
    edited = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    objects = RequirementRows.as_manager()

    class Meta:
        ordering = ["stage__order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "code"], name="requirement_code_is_unique"
            ),
            models.CheckConstraint(
                name="requirement_is_said",
                condition=~Q(title_id="") & ~Q(asks_id="") & ~Q(source=""),
            ),
            models.CheckConstraint(
                name="requirement_lead_is_within_a_year", condition=Q(lead_days__lte=365)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """How it is called, in the reader's language."""
        return _spoken(self.title_id, self.title_en)

    @property
    def asks(self) -> str:
        """What exactly is asked."""
        return _spoken(self.asks_id, self.asks_en)

    @property
    def proof(self) -> str:
        """The evidence that is asked for; empty when none is."""
        return _spoken(self.proof_id, self.proof_en)

    def journal_region(self) -> str:
        """It holds for the whole operation."""
        return self.operation.region_code


def _spoken(indonesian: str, english: str) -> str:
    """The reader's language; what somebody wrote here in one language serves both."""
    first, second = indonesian, english
    if (get_language() or "id").startswith("en"):
        first, second = second, first
    return first or second
