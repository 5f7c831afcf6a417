"""Evidence of a case."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.incidents import permissions
from sinergi.incidents.models import Incident, IncidentEvidence
from sinergi.kernel import evidence as store_room
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Invalid

MOST_FILES = 30


def attach(
    by: Post, incident: Incident, file: Any, caption: str = "", role: str = "evidence"
) -> IncidentEvidence:
    """Keep a file with the case, inside the action that is running."""
    if incident.evidence.count() >= MOST_FILES:
        raise Invalid(
            _("A case holds at most %(count)d files.") % {"count": MOST_FILES}, field="files"
        )
    blob = store_room.store(file, by=by, operation=incident.operation)
    note(**{f"sha256:{blob.pk}": blob.sha256, f"name:{blob.pk}": blob.name})
    return IncidentEvidence.objects.create(
        incident=incident,
        blob=blob,
        role=role,
        caption=caption.strip()[:200],
        added_at=now(),
        added_by=by.actor_label,
    )


@action(
    "evidence.added",
    subject=IncidentEvidence,
    parent=Incident,
    lock_parent=True,
    may=permissions.may_add_evidence,
    title=_("Add evidence"),
)
def add_evidence(by: Post, incident: Incident, *, file: Any, caption: str = "") -> IncidentEvidence:
    """Keep a photo, recording or document as received, with its digest and its reporter.

    Raises Invalid or TooLarge (field `files`) for what the house does not keep.
    """
    return attach(by, incident, file, caption)


@action(
    "evidence.opened",
    subject=IncidentEvidence,
    may=permissions.may_open_evidence,
    title=_("Open the original"),
)
def open_original(by: Post, evidence: IncidentEvidence) -> IncidentEvidence:
    """Take the original out: the journal remembers who did, and when."""
    evidence.times_opened += 1
    evidence.save()
    note(sha256=evidence.blob.sha256, name=evidence.blob.name)
    return evidence
