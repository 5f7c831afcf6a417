"""Fetches what the plan compares with, in seven statements whatever the size of the file."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import translation

from sinergi.agencies.importing.cells import folded
from sinergi.agencies.importing.facts import AgencyFact, Known, PersonFact, PlaceFact, PostFact
from sinergi.agencies.models import Account, Agency, Desk, DeskMember, Post
from sinergi.agencies.roles import ROLES
from sinergi.kernel.clock import local, now
from sinergi.kernel.models import Operation
from sinergi.regions.models import Region


def known_of(operation: Operation) -> Known:
    """All agencies, places, people and desks of the operation."""
    return Known(
        agencies={
            folded(row.name): AgencyFact(row.pk, row.name, row.kind, tuple(row.areas))
            for row in Agency.objects.filter(operation=operation).only("name", "kind", "areas")
        },
        places={
            row.pk: PlaceFact(row.pk, row.name, row.level)
            for row in Region.objects.within([operation.region_code])
        },
        people=dict(_people(operation)),
        desks=frozenset(
            Desk.objects.filter(operation=operation).values_list("region_id", flat=True)
        ),
        roles=_roles(),
    )


def _people(operation: Operation) -> Iterator[tuple[str, PersonFact]]:
    seats = DeskMember.objects.filter(until=None).select_related("desk")
    posts = (
        Post.objects.in_force(local(now()).date())
        .filter(operation=operation)
        .prefetch_related(Prefetch("memberships", seats))
    )
    theirs = Post.objects.filter(account=OuterRef("pk"))
    rows = Account.objects.annotate(
        ours=Exists(theirs.filter(operation=operation)) | ~Exists(theirs)
    )
    for row in rows.prefetch_related(Prefetch("posts", posts, to_attr="in_force")):
        fact = PersonFact(
            row.pk,
            row.name,
            row.phone,
            row.email,
            row.ours,
            tuple(_post(post) for post in row.in_force),
        )
        yield from ((key, fact) for key in (row.phone, row.email) if key)


def _post(post: Post) -> PostFact:
    desks = frozenset(seat.desk.region_id for seat in post.memberships.all())
    return PostFact(post.pk, post.agency_id, post.role, post.region_id, post.until, desks)


def _roles() -> dict[str, str]:
    """Every way in which a role may be written: its code, its Indonesian and English title."""
    names: dict[str, str] = {}
    for language in ("en", "id"):
        with translation.override(language):
            names |= {folded(str(role.title)): code for code, role in ROLES.items()}
    return names | {code: code for code in ROLES}
