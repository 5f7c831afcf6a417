"""People, their posts and desks: what the pages of administration show."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from sinergi.agencies.models import Account, Agency, ApiToken, Desk, DeskMember, Post, RoleMark
from sinergi.agencies.models.post import PostRows, second_factors
from sinergi.agencies.roles import ROLES, Role
from sinergi.agencies.scope import above_or_equal
from sinergi.kernel.clock import local, now
from sinergi.regions.models import Region, under


def devices_of(account: Account) -> int:
    """On how many devices she is signed in."""
    count: int = UserSession.objects.filter(user_id=account.pk).count()
    return count


def candidates_for(desk: Desk) -> PostRows:
    """Posts in force that cover the desk's place, or lie in it, and do not sit there."""
    seated = DeskMember.objects.filter(desk=desk, post=OuterRef("pk"), until=None)
    near = Q(areas__overlap=above_or_equal(desk.region_id)) | under("region_id", [desk.region_id])
    rows = Post.objects.in_force(local(now()).date()).filter(near, ~Exists(seated))
    return rows.filter(operation_id=desk.operation_id).order_by("title")


@dataclass(frozen=True)
class PeopleFilter:
    """Which people to list; empty values ask for all. `state`: held, none, barred."""

    words: str = ""
    role: str = ""
    place: str = ""
    agency: str = ""
    state: str = ""


def people(by: Post, asked: PeopleFilter) -> QuerySet[Account]:
    """The people of her operation, with their posts: two statements a page, and one to count.

    A person without any post belongs to whoever keeps people: she waits for her first one.
    """
    today = local(now()).date()
    posts = Post.objects.filter(account=OuterRef("pk"))
    ours = Exists(posts.filter(operation_id=by.operation_id))
    rows = Account.objects.filter(ours | ~Exists(posts))
    if asked.state == "barred":
        rows = rows.filter(is_active=False)
    held = _posts_asked(posts.filter(operation_id=by.operation_id), asked)
    if asked.role or asked.place or asked.agency:
        rows = rows.filter(Exists(held.in_force(today)))
    elif asked.state:
        in_force = Exists(posts.filter(operation_id=by.operation_id).in_force(today))
        rows = rows.filter(in_force if asked.state == "held" else ~in_force)
    for word in asked.words.split()[:6]:
        rows = rows.filter(_has(word, posts.filter(operation_id=by.operation_id)))
    shown = Post.objects.filter(operation_id=by.operation_id).select_related("agency", "region")
    return rows.order_by("name", "pk").prefetch_related(
        Prefetch("posts", shown.order_by("-since", "title"), to_attr="shown_posts")
    )


def _posts_asked(posts: PostRows, asked: PeopleFilter) -> PostRows:
    if asked.role:
        posts = posts.filter(role=asked.role)
    if asked.agency:
        posts = posts.filter(agency_id=asked.agency)
    if asked.place:
        posts = posts.filter(under("region_id", [asked.place]))
    return posts


def _has(word: str, posts: PostRows) -> Q:
    """In her name, number, address, or the title of a post. 0812 also finds +62812."""
    digits = "".join(char for char in word if char.isdigit())
    found = Q(name__icontains=word) | Q(email__icontains=word)
    found |= Q(Exists(posts.filter(title__icontains=word)))
    if len(digits) >= 3:
        found |= Q(phone__contains=digits.removeprefix("62").lstrip("0") or digits)
    return found


@dataclass(frozen=True)
class RoleRow:
    """One role, and how safe those who hold it are."""

    role: Role
    second_factor: bool
    holders: int
    with_factor: int


def role_rows(by: Post) -> list[RoleRow]:
    """All roles with their mark, and how many of their holders use a second factor.

    Two statements.
    """
    marks = dict(
        RoleMark.objects.filter(operation_id=by.operation_id).values_list("role", "second_factor")
    )
    factor = second_factors().filter(user_id=OuterRef("account_id"))
    rows = Post.objects.in_force(local(now()).date()).filter(operation_id=by.operation_id)
    counted: dict[str, tuple[int, int]] = {
        row["role"]: (row["holders"], row["with_factor"])
        for row in rows.order_by()
        .annotate(factor=Exists(factor))
        .values("role")
        .annotate(holders=Count("account_id", distinct=True))
        .annotate(with_factor=Count("account_id", distinct=True, filter=Q(factor=True)))
    }
    return [
        RoleRow(
            role,
            marks.get(role.code, role.second_factor),
            *counted.get(role.code, (0, 0)),
        )
        for role in ROLES.values()
    ]


def agencies(by: Post, *, kind: str = "", words: str = "") -> QuerySet[Agency]:
    """The agencies of the operation, with how many posts are in force in each."""
    rows = Agency.objects.visible_to(by).select_related("region", "parent")
    if kind:
        rows = rows.filter(kind=kind)
    for word in words.split()[:6]:
        rows = rows.filter(name__icontains=word)
    today = local(now()).date()
    force = Q(posts__since__lte=today) & (Q(posts__until__isnull=True) | Q(posts__until__gte=today))
    return rows.annotate(in_force=Count("posts", filter=force)).order_by("name", "pk")


def places_of(by: Post) -> QuerySet[Region]:
    """The places of the operation, in the order of their codes."""
    return Region.objects.within([by.operation.region_code]).with_parent().order_by("code")


def tokens_of(by: Post) -> QuerySet[ApiToken]:
    """All tokens of the operation, the newest first."""
    rows = ApiToken.objects.filter(post__operation_id=by.operation_id)
    return rows.select_related("post").order_by("-created_at")
