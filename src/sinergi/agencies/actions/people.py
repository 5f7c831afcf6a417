"""People, their posts, and the passwords of those without e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sinergi.agencies import permissions
from sinergi.agencies.actions.signing import drop_sessions
from sinergi.agencies.actors import Oneself
from sinergi.agencies.contact import normal_email, normal_phone
from sinergi.agencies.lockout import unlock
from sinergi.agencies.models import Account, Agency, Post, RoleMark
from sinergi.agencies.problems import Taken
from sinergi.agencies.roles import ROLES
from sinergi.agencies.scope import meet
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import local, now
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Conflict, Invalid
from sinergi.regions.models import Region


@action(
    "account.added",
    subject=Account,
    parent=Operation,
    may=permissions.may_manage_people,
    title=_("Add a person"),
    system=True,
)
def add_account(
    by: Post, operation: Operation, *, name: str, phone: str = "", email: str = ""
) -> Account:
    """Add a person who may sign in, once a password is set.

    Raises Invalid with its field, Taken when the number or address is in use.
    """
    account = Account(created_at=now())
    account.held_posts = []
    _fill(account, name, phone, email)
    account.set_unusable_password()
    account.save(force_insert=True)
    return account


@action(
    "account.changed",
    subject=Account,
    may=permissions.may_manage_account,
    title=_("Change a person"),
)
def change_account(
    by: Post, account: Account, *, name: str, phone: str = "", email: str = ""
) -> Account:
    """Correct name, number or address."""
    _fill(account, name, phone, email)
    account.save()
    return account


def _fill(account: Account, name: str, phone: str, email: str) -> None:
    account.name = name.strip()
    account.phone, account.email = normal_phone(phone), normal_email(email)
    if not account.name:
        raise Invalid(_("Give the name."), field="name")
    if account.phone is None and account.email is None:
        raise Invalid(_("Give a phone number or an e-mail address."), field="phone")
    others = Account.objects.exclude(pk=account.pk)
    if account.phone and others.filter(phone=account.phone).exists():
        raise Taken(_("Another person has this phone number."), field="phone")
    if account.email and others.filter(email__iexact=account.email).exists():
        raise Taken(_("Another person has this e-mail address."), field="email")


@action(
    "account.activity_set",
    subject=Account,
    may=permissions.may_bar,
    title=_("Bar or admit a person"),
)
def set_active(by: Post, account: Account, *, active: bool) -> Account:
    """Bar a person from signing in, or admit her again."""
    account.is_active = active
    account.save()
    if not active:
        note(sessions=drop_sessions(account))
    return account


@action(
    "account.password_reset",
    subject=Account,
    may=permissions.may_reset_password,
    title=_("Reset a password"),
    system=True,
)
def reset_password(by: Post, account: Account, *, password: str) -> Account:
    """Give a passing password, which she must change at the next sign-in; her sessions end."""
    _set(account, password)
    account.must_change_password = True
    account.save()
    drop_sessions(account)
    return account


@action(
    "account.password_set",
    subject=Account,
    may=permissions.may_change_own_account,
    title=_("Change one's password"),
)
def set_password(by: Post | Oneself, account: Account, *, password: str) -> Account:
    """Choose one's own password."""
    _set(account, password)
    account.must_change_password = False
    account.save()
    return account


def _set(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password") from error
    account.set_password(password)
    unlock(account)


@action(
    "post.opened",
    subject=Post,
    parent=Agency,
    may=permissions.may_manage_agency,
    title=_("Give a post"),
    system=True,
)
def open_post(
    by: Post,
    agency: Agency,
    *,
    account: Account,
    role: str,
    region: Region,
    title: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Post:
    """Give a person a role in the agency over a region, for a period.

    It covers what region and agency have in common: an officer of Polres Madiun Kota over the
    regency covers Jiwan and Sawahan. Raises Invalid with its field.
    """
    areas = meet([region.pk], agency.areas)
    _check_post(agency, role, areas, since, until)
    return Post.objects.create(
        operation=agency.operation,
        account=account,
        agency=agency,
        role=role,
        region=region,
        areas=areas,
        title=title.strip() or f"{ROLES[role].title} {region}",
        since=since or local(now()).date(),
        until=until,
    )


def _check_post(
    agency: Agency, role: str, areas: Sequence[str], since: date | None, until: date | None
) -> None:
    if role not in ROLES:
        raise Invalid(_("Choose a role."), field="role")
    if agency.kind not in ROLES[role].agency_kinds:
        raise Invalid(_("This role does not exist in such an agency."), field="role")
    if not areas:
        raise Invalid(_("This place lies outside the agency's area."), field="region")
    if since and until and until < since:
        raise Invalid(_("It must end after it begins."), field="until")


@action("post.closed", subject=Post, may=permissions.may_manage_post, title=_("End a post"))
def close_post(by: Post, post: Post, *, until: date | None = None) -> Post:
    """End a post, today or on another day; once it is over she sits at no desk any more."""
    if post.pk == by.pk:
        raise Invalid(_("You cannot end your own post."))
    if post.until is not None and post.until < local(now()).date():
        raise Conflict(_("This post has ended already."))
    post.until = until or local(now()).date()
    if post.until < post.since:
        raise Invalid(_("It must end after it begins."), field="until")
    post.save()
    if post.until <= local(now()).date():
        left = post.memberships.filter(until=None)
        note(left_desks=[str(member.desk_id) for member in left])
        left.update(until=now())
    return post


@action(
    "role.marked",
    subject=RoleMark,
    parent=Operation,
    lock_parent=True,
    may=permissions.may_manage_people,
    title=_("Mark a role for the second factor"),
    system=True,
)
def mark_role(by: Post, operation: Operation, *, role: str, second_factor: bool) -> RoleMark:
    """Say whether a role must use a second factor."""
    if role not in ROLES:
        raise Invalid(_("Choose a role."), field="role")
    mark, _created = RoleMark.objects.update_or_create(
        operation=operation, role=role, defaults={"second_factor": second_factor}
    )
    return mark
