"""Who may do what with keys: each with her own, members with leavers; others see nothing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now
from sinergi.neutrality.models import Case, HandlerKey, KeyWrap, RecoveryKey
from sinergi.neutrality.permissions import HANDLERS, MEMBERS, may_see
from sinergi.neutrality.sealing.case_keys import CONTENT, IDENTITY


def purpose_of(post: Post) -> str | None:
    """Which kind of key this post holds; None for who belongs not to Bawaslu's chamber."""
    if post.can("keep_identity"):
        return IDENTITY
    return CONTENT if post.can("handle_neutrality") else None


def key_of(post: Post) -> HandlerKey | None:
    """The key of a post that is not retired, admitted or not."""
    return HandlerKey.objects.in_use().filter(post=post).first()


def may_see_keys(by: Post, agency: Agency) -> Answer:
    """Handlers and keepers of that agency."""
    return YES if purpose_of(by) and by.agency_id == agency.pk else HIDDEN


def may_make_key(by: Post, post: Post) -> Answer:
    """Each for her own post, once; nobody comes to hold both kinds."""
    if post.pk != by.pk or purpose_of(by) is None:
        return HIDDEN
    return first_no(
        lambda: not_now(_("You have a key already.")) if key_of(by) else YES,
        lambda: _holds_no_other_kind(by),
    )


def _holds_no_other_kind(by: Post) -> Answer:
    """Also a retired key counts, as long as cases are sealed to it."""
    own = HandlerKey.objects.filter(agency=by.agency_id, post__account=by.account_id)
    other = own.exclude(purpose=purpose_of(by))
    held = KeyWrap.objects.filter(handler__in=other).values("handler")
    if (other.in_use() | other.filter(pk__in=held)).exists():
        return no(_("Nobody holds both a key for content and one for identities."))
    return YES


def may_found(by: Post, key: HandlerKey) -> Answer:
    """The first handler of an agency that has no keyring yet."""
    return first_no(
        _own(by, key),
        lambda: YES if key.purpose == CONTENT else no(_("A handler founds the keyring."), HANDLERS),
        lambda: not_now(_("The keyring stands already.")) if recovery_of(key.agency) else YES,
    )


def recovery_of(agency: Agency) -> RecoveryKey | None:
    """The recovery key of an agency that is in use."""
    return RecoveryKey.objects.filter(agency=agency, retired_at__isnull=True).first()


def may_admit(by: Post, key: HandlerKey) -> Answer:
    """Another handler, whose own key was admitted."""
    return first_no(
        may_see_keys(by, key.agency),
        lambda: _in_use(key),
        lambda: not_now(_("This key was admitted already.")) if key.admitted_at else YES,
        lambda: (
            no(_("Another person admits a key than the one who made it."), HANDLERS)
            if key.post.account_id == by.account_id
            else YES
        ),
        lambda: _has_key_in_force(by, CONTENT),
    )


def may_share(by: Post, key: HandlerKey) -> Answer:
    """Whoever holds a key of the same kind, to a colleague's."""
    return first_no(
        may_see_keys(by, key.agency),
        lambda: YES if key.is_in_force else not_now(_("This key is not in force.")),
        lambda: _has_key_in_force(by, key.purpose),
    )


def may_unlock(by: Post, key: HandlerKey) -> Answer:
    """Each her own, once it was admitted."""
    return first_no(
        _own(by, key),
        lambda: _in_use(key),
        lambda: YES if key.is_in_force else not_now(_("Your key was not admitted yet.")),
    )


def may_lock(by: Post, key: HandlerKey) -> Answer:
    """Each her own."""
    return _own(by, key)


def may_change_own(by: Post, key: HandlerKey) -> Answer:
    """Each her own, as long as it is not retired."""
    return first_no(_own(by, key), lambda: _in_use(key))


def may_recover(by: Post, key: HandlerKey) -> Answer:
    """Each for her own key: what opens the cases is the sheets, not a permission."""
    return first_no(
        may_change_own(by, key),
        lambda: YES if recovery_of(key.agency) else not_now(_("There is no recovery key yet.")),
    )


def may_retire(by: Post, key: HandlerKey) -> Answer:
    """Members of Bawaslu, and each her own."""
    return first_no(
        may_see_keys(by, key.agency),
        lambda: (
            YES
            if key.post_id == by.pk or by.can("decide_neutrality")
            else no(_("This is the key of somebody else."), MEMBERS)
        ),
        lambda: _in_use(key),
    )


def may_renew_recovery(by: Post, recovery: RecoveryKey) -> Answer:
    """Handlers whose key is in force."""
    return first_no(_of_use(by, recovery), lambda: _has_key_in_force(by, CONTENT))


def may_complete_recovery(by: Post, recovery: RecoveryKey) -> Answer:
    """Whoever holds case keys: each kind by those who open it."""
    return first_no(_of_use(by, recovery), lambda: _has_key_in_force(by, purpose_of(by)))


def may_reseal(by: Post, case: Case) -> Answer:
    """Whoever sees the case and holds a key of it."""
    return first_no(may_see(by, case), lambda: _has_key_in_force(by, purpose_of(by)))


def _of_use(by: Post, recovery: RecoveryKey) -> Answer:
    return first_no(
        may_see_keys(by, recovery.agency),
        lambda: not_now(_("This recovery key was replaced.")) if recovery.retired_at else YES,
    )


def _own(by: Post, key: HandlerKey) -> Answer:
    return YES if key.post_id == by.pk and purpose_of(by) == key.purpose else HIDDEN


def _in_use(key: HandlerKey) -> Answer:
    return not_now(_("This key is retired.")) if key.retired_at else YES


def _has_key_in_force(by: Post, purpose: str | None) -> Answer:
    own = HandlerKey.objects.in_force().filter(post=by, purpose=purpose).exists()
    who = _("Who holds a key of this kind can.")
    return YES if own else no(_("You hold no key in force for this."), who)
