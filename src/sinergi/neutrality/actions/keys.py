"""What a person does with her own key: make it, open and lock it, change it, give it up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.kernel.action import action, note
from sinergi.kernel.actors import Actor
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Conflict, NotFound
from sinergi.neutrality import key_permissions as permissions
from sinergi.neutrality import wrapping
from sinergi.neutrality.models import HandlerKey, KeyWrap, RecoveryKey, Unlocking
from sinergi.neutrality.private_keys import SealedKey
from sinergi.neutrality.sealing.case_keys import Opened

LEFT, LOST, ROTATED = "left", "lost", "rotated"


@action(
    "handler_key.made",
    subject=HandlerKey,
    parent=Post,
    may=permissions.may_make_key,
    title=_("Make my key"),
)
def make_key(by: Post, post: Post, *, sealed: SealedKey) -> HandlerKey:
    """A key pair for one's own post; it opens nothing until another handler admits it.

    Raises Conflict when she got another one meanwhile.
    """
    Agency.objects.select_for_update(of=("self",)).get(pk=post.agency_id)
    answer = permissions.may_make_key(by, post)
    if not answer:
        raise Conflict(answer.reason)
    return HandlerKey.objects.create(**_place(post), **sealed.columns())


def _place(post: Post) -> dict[str, object]:
    purpose = permissions.purpose_of(post)
    return {
        "operation_id": post.operation_id,
        "agency_id": post.agency_id,
        "post": post,
        "purpose": purpose,
        "made_at": now(),
    }


@action("handler_key.unlocked", subject=HandlerKey, may=permissions.may_unlock, title=_("Unlock"))
def unlock_key(by: Post, key: HandlerKey, *, row: Unlocking) -> HandlerKey:
    """Keep the private key for this session, sealed with what only its browser holds."""
    row.save(force_insert=True)
    return key


@action("handler_key.locked", subject=HandlerKey, may=permissions.may_lock, title=_("Lock now"))
def lock_key(by: Post, key: HandlerKey) -> HandlerKey:
    """The key is open nowhere any more, on no device."""
    key.unlockings.all().delete()
    return key


@action(
    "handler_key.passphrase_changed",
    subject=HandlerKey,
    may=permissions.may_change_own,
    title=_("Change my passphrase"),
)
def change_passphrase(by: Post, key: HandlerKey, *, sealed: SealedKey) -> HandlerKey:
    """The same key, sealed with other words and a new salt; it is locked everywhere."""
    if sealed.recipient != key.recipient:
        raise Conflict()
    for column, value in sealed.columns().items():
        setattr(key, column, value)
    key.save()
    key.unlockings.all().delete()
    return key


@action(
    "handler_key.rotated",
    subject=HandlerKey,
    parent=HandlerKey,
    lock_parent=True,
    may=permissions.may_unlock,
    title=_("Renew my key"),
)
def rotate_key(by: Post, key: HandlerKey, *, sealed: SealedKey, opened: Opened) -> HandlerKey:
    """A new pair in place of one's own: it opens the same cases, the old one opens none."""
    require_own(by, opened, key)
    _retire(key, ROTATED)
    new = HandlerKey.objects.create(
        **_place(key.post),
        **sealed.columns(),
        admitted_at=now(),
        admitted_by=by.actor_label,
    )
    note(cases=wrapping.hand_on(key, opened.secret, new, key.purpose))
    KeyWrap.objects.filter(handler=key).delete()
    return new


@action(
    "handler_key.retired",
    subject=HandlerKey,
    may=permissions.may_retire,
    title=_("Retire the key"),
    system=True,
)
def retire_key(by: Actor, key: HandlerKey, *, why: str) -> HandlerKey:
    """No new case is sealed to it from now on, and it is locked everywhere.

    `why` is `left` or `lost`. What was sealed to it before is taken from it by re-encryption.
    """
    if why not in (LEFT, LOST):
        raise ValueError(why)
    _retire(key, why)
    return key


def _retire(key: HandlerKey, why: str) -> None:
    if key.retired_at is not None:
        raise Conflict(_("This key is retired."))
    key.retired_at, key.retired_why = now(), why
    key.save()
    key.unlockings.all().delete()


@action(
    "handler_key.recovered",
    subject=HandlerKey,
    may=permissions.may_recover,
    title=_("Recover with the sheets"),
)
def recover_key(by: Post, key: HandlerKey, *, recovery: RecoveryKey, secret: str) -> HandlerKey:
    """Give one's own new key the cases, by the recovery key that the sheets opened.

    That takes as many sheets as were agreed: they are the second person. Raises NotFound for the
    recovery key of another agency.
    """
    if recovery.agency_id != key.agency_id:
        raise NotFound()
    if key.admitted_at is None:
        key.admitted_at, key.admitted_by = now(), str(_("recovery sheets"))
        key.save()
    cases = wrapping.hand_on(recovery, secret, key, key.purpose)
    note(cases=cases, recovery=str(recovery.pk))
    return key


def require_own(by: Post, opened: Opened, key: HandlerKey | None = None) -> None:
    """That the unlocked key is her own, and in force (or this one); else NotFound."""
    own = opened.key.post_id == by.pk and opened.key.retired_at is None
    if not own or (key is not None and opened.key.pk != key.pk):
        raise NotFound()
