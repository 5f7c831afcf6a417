"""What the pages of the library show, each in few statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Window
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.kinds import KINDS
from sinergi.agencies.models import Post
from sinergi.followups.waiting import Item, Section
from sinergi.kernel.clock import local, now
from sinergi.library.models import Entry, EntryRows, Reading, Version
from sinergi.library.rules import reaches, share
from sinergi.stages.models import Stage

SHOWN = 8


def listed(
    post: Post,
    *,
    words: str = "",
    kind: str = "",
    stage: Stage | None = None,
    agency_kind: str = "",
    unread: bool = False,
) -> EntryRows:
    """Those that she may see: what she has not read first, then the newest."""
    seen = Entry.objects.visible_to(post).with_reading(post)
    rows: Any = seen.select_related("agency", "stage")
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    if kind:
        rows = rows.filter(kind=kind)
    if stage:
        rows = rows.filter(stage=stage)
    if agency_kind:
        rows = rows.filter(Q(agency_kinds__len=0) | Q(agency_kinds__contains=[agency_kind]))
    if unread:
        rows = rows.filter(is_read=False, withdrawn_at=None)
    newest = Prefetch("versions", Version.objects.select_related("blob"))
    ranked: EntryRows = rows.prefetch_related(newest).order_by(
        "withdrawn_at", "is_read", "-must_read", "-published_at", "-pk"
    )
    return ranked


def waiting_sections(post: Post) -> list[Section]:
    """What she must read and has not read yet."""
    rows: Any = Entry.objects.visible_to(post).with_reading(post)
    rows = rows.filter(must_read=True, is_read=False, withdrawn_at=None)
    ranked = rows.annotate(total=Window(Count("pk"))).select_related("agency", "stage")
    found = list(ranked.order_by("-published_at", "-pk")[:SHOWN])
    items = [
        Item(title=row.title, url=row.get_absolute_url(), note=row.get_kind_display(),
             place=row.agency.name)
        for row in found
    ]  # fmt: skip
    count: int = found[0].total if found else 0
    more = reverse("library:library") + "?unread=on"
    return [
        Section("library-read", _("To be read"), _("You have read all that you must."), count,
                items, more_url=more)
    ]  # fmt: skip


@dataclass
class Readers:
    """Who of an agency is addressed: has read the present version, or not yet."""

    title: str
    read: list[str] = field(default_factory=list)
    not_yet: list[str] = field(default_factory=list)

    @property
    def addressed(self) -> int:
        """How many posts it is for."""
        return len(self.read) + len(self.not_yet)

    @property
    def rate(self) -> float | None:
        """Between 0 and 1."""
        return share(len(self.read), self.addressed)


@dataclass(frozen=True)
class Readership:
    """All who are addressed, and the same by kind of agency and by agency."""

    whole: Readers
    kinds: list[tuple[Readers, list[Readers]]]


def readership_of(entry: Entry, version: Version) -> Readership:
    """Who has read `version`: posts in force that are addressed. One statement."""
    whole, kinds = Readers(""), dict[str, Readers]()
    agencies: dict[str, dict[str, Readers]] = {}
    for post in _addressed(entry, version):
        kind = str(KINDS[post.agency.kind].title)
        of_kind = agencies.setdefault(kind, {})
        groups = (
            whole,
            kinds.setdefault(kind, Readers(kind)),
            of_kind.setdefault(post.agency.name, Readers(post.agency.name)),
        )
        for group in groups:
            (group.read if post.has_read else group.not_yet).append(post.title)  # type: ignore[attr-defined]
    ordered = sorted(kinds)
    return Readership(whole, [(kinds[kind], list(agencies[kind].values())) for kind in ordered])


def _addressed(entry: Entry, version: Version) -> list[Post]:
    posts = Post.objects.in_force(local(now()).date()).filter(operation_id=entry.operation_id)
    if entry.agency_kinds:
        posts = posts.filter(Q(agency__kind__in=entry.agency_kinds) | Q(agency_id=entry.agency_id))
    read = Reading.objects.filter(version=version, post_id=OuterRef("pk"))
    rows = posts.annotate(has_read=Exists(read)).select_related("agency")
    agency = entry.agency
    return [
        post
        for post in rows.order_by("agency__name", "title")
        if post.agency_id == agency.pk or reaches(agency.areas, agency.region_id, post.areas)
    ]


def kinds_named(entry: Entry) -> list[Any]:
    """The kinds of agency for which it is, in words."""
    return [KINDS[kind].title for kind in entry.agency_kinds if kind in KINDS]
