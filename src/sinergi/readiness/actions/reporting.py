"""Reporting how an item stands, checking the report, and making a gap a follow-up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.followups.actions import assign
from sinergi.kernel import evidence as store_room
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Forbidden, Invalid
from sinergi.readiness import permissions, rules
from sinergi.readiness.models import ReadinessEvidence, ReadinessItem
from sinergi.readiness.problems import ChangedMeanwhile

MOST_FILES = 20
LONGEST_TITLE = 200  # characters, of a follow-up


@action(
    "readiness.reported",
    subject=ReadinessItem,
    may=permissions.may_report,
    title=_("Report readiness"),
)
def report_readiness(
    by: Post,
    item: ReadinessItem,
    *,
    state: str,
    note_text: str = "",
    missing: str = "",
    helper: Agency | None = None,
    files: Iterable[Any] = (),
    revision: int | None = None,
) -> ReadinessItem:
    """Say how it stands. It is a claim until the desk above confirms it: any check is reset.

    `missing` (needed when it is blocked) and `helper` are kept only while it is blocked. Raises
    Invalid at the field concerned, and ChangedMeanwhile when `revision`, the one that the sender
    saw, is no longer the present one.
    """
    _fits(item, state, missing, revision)
    is_blocked = state == "blocked"
    if helper is not None and helper.operation_id != item.operation_id:
        raise Invalid(_("Choose one of the list."), field="helper")
    item.state, item.note = state, note_text.strip()
    item.missing = missing.strip() if is_blocked else ""
    item.helper = helper if is_blocked else None
    item.reported_at, item.reported_by = now(), by.actor_label[:200]
    item.check_state, item.checked_at, item.checked_by, item.remark = "unchecked", None, "", ""
    item.revision += 1
    item.save()
    for file in files:
        _attach(by, item, file)
    return item


def _fits(item: ReadinessItem, state: str, missing: str, revision: int | None) -> None:
    if revision is not None and revision != item.revision:
        raise ChangedMeanwhile()
    if state not in rules.STATES:
        raise Invalid(_("Choose one of the list."), field="state")
    if state == "blocked" and not missing.strip():
        raise Invalid(_("Say what is missing, so that somebody can help."), field="missing")


def _attach(by: Post, item: ReadinessItem, file: Any) -> None:
    """Keep a file with the item, inside the action that is running."""
    if item.evidence.count() >= MOST_FILES:
        raise Invalid(
            _("An item holds at most %(count)d files.") % {"count": MOST_FILES}, field="files"
        )
    blob = store_room.store(file, by=by, operation=item.operation)
    note(**{f"sha256:{blob.pk}": blob.sha256, f"name:{blob.pk}": blob.name})
    ReadinessEvidence.objects.create(
        item=item, blob=blob, added_at=now(), added_by=by.actor_label[:200]
    )


@action(
    "readiness.checked",
    subject=ReadinessItem,
    may=permissions.may_check,
    title=_("Check the report"),
)
def check_readiness(
    by: Post, item: ReadinessItem, *, confirmed: bool, remark: str = ""
) -> ReadinessItem:
    """The desk above confirms that it is ready, or returns it and says why.

    Raises Invalid (field `remark`) when it is returned without a word.
    """
    if not confirmed and not remark.strip():
        raise Invalid(_("Say what is still missing."), field="remark")
    item.check_state = "confirmed" if confirmed else "returned"
    item.remark = remark.strip()
    item.checked_at, item.checked_by = now(), by.actor_label[:200]
    item.revision += 1
    item.save()
    return item


@action(
    "readiness.followed_up",
    subject=ReadinessItem,
    may=permissions.may_follow_up,
    title=_("Make it a follow-up"),
)
def make_gap_followup(
    by: Post,
    item: ReadinessItem,
    *,
    to: Agency | Desk,
    due_at: datetime,
    title: str = "",
    detail: str = "",
) -> ReadinessItem:
    """Ask an agency or a desk to close the gap, in the name of the nearest desk over the place.

    The item keeps the link. Raises Invalid as `followups.assign` does.
    """
    desk = permissions.asking_desk(by, item)
    if desk is None:
        raise Forbidden(_("You do not sit at a desk over this place."))
    item.followup = assign(
        by,
        desk,
        kind="readiness",
        title=(title.strip() or str(item.requirement))[:LONGEST_TITLE],
        detail=detail or item.missing,
        to=to,
        region=item.region,
        due_at=due_at,
        origin=(item.requirement.title[:LONGEST_TITLE], item.get_absolute_url()),
        evidence_asked=item.requirement.proof,
    )
    item.save()
    note(to=str(to))
    return item
