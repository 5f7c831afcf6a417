"""Evidence of what was done: kept with a follow-up, inside the action that is running."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups.models import Followup, FollowupEvidence
from sinergi.kernel import evidence as store_room
from sinergi.kernel.action import note
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Invalid

MOST_FILES = 30


def attach(by: Post, followup: Followup, file: Any, caption: str = "") -> FollowupEvidence:
    """Keep a file with the follow-up and note its digest.

    Raises Invalid or TooLarge (field `files`) for what the house does not keep.
    """
    if followup.evidence.count() >= MOST_FILES:
        raise Invalid(
            _("A follow-up holds at most %(count)d files.") % {"count": MOST_FILES}, field="files"
        )
    blob = store_room.store(file, by=by, operation=followup.operation)
    note(**{f"sha256:{blob.pk}": blob.sha256, f"name:{blob.pk}": blob.name})
    return FollowupEvidence.objects.create(
        followup=followup,
        blob=blob,
        caption=caption.strip()[:200],
        added_at=now(),
        added_by=by.actor_label,
    )


def attach_all(by: Post, followup: Followup, files: Iterable[Any]) -> None:
    """Keep the files of an answer; Invalid (field `files`) when some were asked and none is."""
    for file in files:
        attach(by, followup, file)
    if followup.evidence_asked and not followup.evidence.exists():
        raise Invalid(
            _("Evidence was asked: %(what)s") % {"what": followup.evidence_asked}, field="files"
        )
