"""What holders of keys do for one another: found the keyring, admit, hand on, renew, re-encrypt."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Conflict
from sinergi.neutrality import key_permissions as permissions
from sinergi.neutrality import resealing, wrapping
from sinergi.neutrality.actions.keys import require_own
from sinergi.neutrality.models import Case, HandlerKey, KeyWrap, RecoveryKey
from sinergi.neutrality.recovery import SplitKey
from sinergi.neutrality.sealing.case_keys import CONTENT, Opened


@action(
    "handler_key.founded_keyring",
    subject=HandlerKey,
    may=permissions.may_found,
    title=_("Found the keyring"),
)
def found_keyring(by: Post, key: HandlerKey, *, split: SplitKey) -> HandlerKey:
    """The first key of an agency is in force at once, and its recovery key is kept with it."""
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=key.agency_id)
    if permissions.recovery_of(agency):
        raise Conflict(_("The keyring stands already."))
    made = _keep(by, key, split)
    key.admitted_at, key.admitted_by = now(), by.actor_label
    key.save()
    note(recovery=str(made.pk), threshold=made.threshold, shares=made.shares)
    return key


def _keep(by: Post, of: HandlerKey | RecoveryKey, split: SplitKey) -> RecoveryKey:
    return RecoveryKey.objects.create(
        operation_id=of.operation_id,
        agency_id=of.agency_id,
        recipient=split.recipient,
        sealed=split.sealed,
        threshold=split.threshold,
        shares=split.count,
        made_at=now(),
        made_by=by.actor_label,
    )


@action(
    "handler_key.admitted", subject=HandlerKey, may=permissions.may_admit, title=_("Admit a key")
)
def admit_key(by: Post, key: HandlerKey, *, opened: Opened) -> HandlerKey:
    """Let a colleague's key in: new cases are sealed to it, and those that the admitter opens.

    Not those from which the colleague is barred, and no identity: a keeper gets what lies there
    already from another keeper, or with the recovery sheets. `opened` is the admitter's own key.
    """
    require_own(by, opened)
    key.admitted_at, key.admitted_by = now(), by.actor_label
    key.save()
    same = key.purpose == opened.key.purpose
    note(cases=wrapping.hand_on(opened.key, opened.secret, key, CONTENT) if same else 0)
    return key


@action(
    "handler_key.completed",
    subject=HandlerKey,
    may=permissions.may_share,
    title=_("Hand on cases"),
)
def share_cases(by: Post, key: HandlerKey, *, opened: Opened) -> HandlerKey:
    """Give a colleague's key the cases that it lacks and that one's own opens."""
    require_own(by, opened)
    if opened.key.purpose != key.purpose:
        raise Conflict(_("This key is of another kind than yours."))
    note(cases=wrapping.hand_on(opened.key, opened.secret, key, key.purpose))
    return key


@action(
    "recovery_key.renewed",
    subject=RecoveryKey,
    parent=RecoveryKey,
    lock_parent=True,
    may=permissions.may_renew_recovery,
    title=_("Renew the recovery key"),
)
def renew_recovery(
    by: Post, recovery: RecoveryKey, *, split: SplitKey, opened: Opened
) -> RecoveryKey:
    """New sheets in place of the old: cases are sealed to the new key by whoever opens them."""
    require_own(by, opened)
    recovery.retired_at = now()
    recovery.save()
    made = _keep(by, recovery, split)
    note(cases=_complete(made, opened))
    return made


@action(
    "recovery_key.completed",
    subject=RecoveryKey,
    may=permissions.may_complete_recovery,
    title=_("Complete the recovery key"),
)
def complete_recovery(by: Post, recovery: RecoveryKey, *, opened: Opened) -> RecoveryKey:
    """Seal to the recovery key what it lacks and one's own key opens."""
    require_own(by, opened)
    note(cases=_complete(recovery, opened))
    return recovery


def _complete(recovery: RecoveryKey, opened: Opened) -> int:
    """Its predecessor loses what it holds by now."""
    purpose = opened.key.purpose
    count = wrapping.hand_on(opened.key, opened.secret, recovery, purpose)
    rows = KeyWrap.objects.filter(recovery__agency=recovery.agency_id, purpose=purpose)
    held = KeyWrap.objects.filter(recovery=recovery, purpose=purpose, case=OuterRef("case"))
    rows.exclude(recovery=recovery).filter(Exists(held)).delete()
    return count


@action("neutrality_case.resealed", subject=Case, may=permissions.may_reseal, title=_("Re-encrypt"))
def reseal_case(by: Post, case: Case, *, opened: Opened) -> Case:
    """New keys for a case, of the kind that one's own key opens; retired keys open it no more.

    Raises NotFound for a case that was never sealed to that key.
    """
    require_own(by, opened)
    if opened.key.purpose == CONTENT:
        resealing.renew_content(case, opened)
    else:
        resealing.renew_identity(case, opened)
    note(purpose=opened.key.purpose)
    return case
