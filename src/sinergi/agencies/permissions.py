"""Who may keep agencies, people, posts, desks, rosters and tokens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.actors import Oneself
from sinergi.agencies.models import Account, Agency, ApiToken, Desk, DeskMember, DutyShift, Post
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no

_ASK = _("The administrator or the regency desk's coordinator may.")


def may_manage_people(by: Post, operation: Operation) -> Answer:
    """Whoever keeps the people of the operation."""
    if by.operation_id != operation.pk:
        return HIDDEN
    return YES if by.can("manage_people") else no(_("Your post does not keep people."), _ASK)


def may_manage_account(by: Post, account: Account) -> Answer:
    """The same, for a person who holds, or may come to hold, a post of the operation."""
    if not by.can("manage_people"):
        return no(_("Your post does not keep people."), _ASK)
    posts = account.posts.all()
    if posts.exists() and not posts.filter(operation_id=by.operation_id).exists():
        return HIDDEN
    return YES


def may_bar(by: Post, account: Account) -> Answer:
    """The same, but never oneself: nobody locks herself out, or rids herself of a factor here."""
    if by.account_id == account.pk:
        return no(_("You cannot do this to yourself."), _ASK)
    return may_manage_account(by, account)


def may_manage_agency(by: Post, agency: Agency) -> Answer:
    """Whoever keeps the people of its operation."""
    return may_manage_people(by, agency.operation)


def may_manage_post(by: Post, post: Post) -> Answer:
    """Whoever keeps the people of its operation."""
    return may_manage_people(by, post.operation)


def may_see_desk(by: Post, desk: Desk) -> Answer:
    """Members, and whoever covers its place."""
    if by.operation_id != desk.operation_id:
        return HIDDEN
    return YES if by.sits_at(desk) or by.covers(desk.region_id) else HIDDEN


def may_keep_roster(by: Post, desk: Desk) -> Answer:
    """Its coordinator, one of a desk above, or whoever keeps people."""
    return first_no(
        may_see_desk(by, desk),
        lambda: (
            YES
            if by.coordinates(desk) or by.can("manage_people")
            else no(_("You do not coordinate this desk."), _("The desk's coordinator may."))
        ),
    )


def may_change_membership(by: Post, member: DeskMember) -> Answer:
    """Whoever keeps the desk's roster."""
    return may_keep_roster(by, member.desk)


def may_cancel_shift(by: Post, shift: DutyShift) -> Answer:
    """Whoever keeps the desk's roster."""
    return may_keep_roster(by, shift.desk)


def may_confirm_day(by: Post, desk: Desk) -> Answer:
    """A member of the desk."""
    return first_no(
        may_see_desk(by, desk),
        lambda: (
            YES
            if by.sits_at(desk) and by.can("confirm_day")
            else no(_("Only a member of the desk confirms its day."), desk.name)
        ),
    )


def may_reset_password(by: Post, account: Account) -> Answer:
    """Who keeps people, or coordinates a desk at which the person sits: she may have no e-mail."""
    if by.account_id == account.pk:
        return no(_("Change your own password on your account's page."))
    if by.can("manage_people"):
        return may_manage_account(by, account)
    rows = DeskMember.objects.filter(
        post__account=account, until=None, desk__operation_id=by.operation_id
    )
    if any(by.coordinates(member.desk) for member in rows.select_related("desk")):
        return _not_above_oneself(by, account)
    return HIDDEN


def _not_above_oneself(by: Post, account: Account) -> Answer:
    """Nobody takes over an account that may do more: those who keep people or sit higher."""
    for post in account.posts.filter(operation_id=by.operation_id).with_all():
        higher = any(
            own.region_id != desk.region_id and by_below(own.region_id, desk.region_id)
            for own in by.desks
            for desk in post.desks
        )
        if post.can("manage_people") or higher:
            return no(_("This person sits higher than you."), _ASK)
    return YES


def by_below(own: str, other: str) -> bool:
    """Whether the place `own` lies below `other`."""
    return own.startswith(other + ".")


def may_make_token(by: Post, post: Post) -> Answer:
    """Everybody for her own post; with a second factor where her role needs one."""
    if by.pk != post.pk:
        return HIDDEN
    if by.must_use_second_factor and not by.uses_second_factor:
        return no(_("Your role must use a second factor. Please set it up."))
    return YES


def may_revoke_token(by: Post, token: ApiToken) -> Answer:
    """Its owner, and whoever keeps people."""
    if token.post_id == by.pk:
        return YES
    if by.operation_id == token.post.operation_id and by.can("manage_people"):
        return YES
    return HIDDEN


def may_only_the_house(by: Post, account: Account) -> Answer:
    """Nobody: it happens by itself."""
    return no(_("This happens by itself."))


def may_change_own_account(by: Post | Oneself, account: Account) -> Answer:
    """Everybody her own."""
    return YES if by.account_id == account.pk else HIDDEN
