"""What a meeting is planned with: its facts, and those who are called. Values, checked here."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Invalid
from sinergi.meetings import rules
from sinergi.meetings.models import Meeting

LONGEST = {"title": 200, "place": 200, "contact": 150, "chair_label": 150}  # characters
_NEEDED = {
    "title": _("Say what the meeting is about."),
    "place": _("Say where it is held."),
    "chair_label": _("Say who chairs it, by post."),
}


@dataclass(frozen=True)
class Plan:
    """The facts of a meeting. Without signer or secretary it is whoever plans it."""

    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    chair_label: str
    purpose: str = ""
    nature: str = Meeting.Nature.IMPORTANT
    contact: str = ""
    signer: Post | None = None
    secretary: Post | None = None

    def columns(self) -> dict[str, Any]:
        """For the row; texts without blanks around them."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return {k: v.strip() if isinstance(v, str) else v for k, v in told.items()}


@dataclass(frozen=True)
class Called:
    """One seat: of an agency, held by a post where one is known, or of somebody outside."""

    label: str
    agency: Agency | None = None
    post: Post | None = None


def check(plan: Plan, operation_id: Any) -> None:
    """Raises Invalid with the field that is wrong."""
    _check_texts(plan)
    if plan.ends_at <= plan.starts_at:
        raise Invalid(_("It ends after it starts."), field="ends_at")
    if plan.starts_at < now() - rules.LATEST:
        raise Invalid(_("This time has already passed."), field="starts_at")
    for name in ("signer", "secretary"):
        post: Post | None = getattr(plan, name)
        if post is not None and post.operation_id != operation_id:
            raise Invalid(_("No such post."), field=name)


def _check_texts(plan: Plan) -> None:
    for name, message in _NEEDED.items():
        if not getattr(plan, name).strip():
            raise Invalid(message, field=name)
    for name, most in LONGEST.items():
        if len(getattr(plan, name).strip()) > most:
            raise Invalid(_("At most %(count)d characters.") % {"count": most}, field=name)
    if plan.kind not in Meeting.Kind.values:
        raise Invalid(_("No such kind of meeting."), field="kind")
    if plan.nature not in Meeting.Nature.values:
        raise Invalid(_("No such nature."), field="nature")
