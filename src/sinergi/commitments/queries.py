"""What the pages of commitments show, each in few statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, Sum, Window
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.kinds import KINDS
from sinergi.agencies.models import Desk, Post
from sinergi.commitments.models import (
    Commitment,
    CommitmentRows,
    Drive,
    PledgeReport,
    Signatory,
    Signature,
)
from sinergi.commitments.rules import Share, holds, share_of
from sinergi.followups.waiting import Item, Section
from sinergi.kernel.clock import now
from sinergi.regions.codes import clipped
from sinergi.regions.models import Region

SHOWN = 8
COUNTED = Q(signatories__withdrawn_at=None, signatories__is_unit=False)


def listed(post: Post, *, kind: str = "", state: str = "", drives: bool = False) -> CommitmentRows:
    """Those that she may see, with `named` and `given`; drives apart from the others."""
    rows = Commitment.objects.visible_to(post).filter(drive__isnull=not drives).whole()
    rows = rows.filter(**({"kind": kind} if kind else {}), **({"state": state} if state else {}))
    return rows.annotate(
        named=Count("signatories", filter=COUNTED),
        given=Count("signatories__signature", filter=COUNTED),
    ).order_by("-made_at", "-pk")


def desks_to_convene(post: Post) -> list[Desk]:
    """The desks for which she may draft at once: those at which she sits."""
    return list(post.desks) if post.can("convene") else []


@dataclass(frozen=True)
class Line:
    """One signatory as a page shows it. `valid` is None while it waits."""

    signatory: Signatory
    signature: Signature | None
    valid: bool | None

    @property
    def waits(self) -> bool:
        """Whether it still is waited for."""
        return self.signature is None and self.signatory.withdrawn_at is None


def lines_of(commitment: Commitment) -> list[Line]:
    """Every signatory with its signature, tried against the text as it stands. One statement."""
    rows = commitment.signatories.filter(is_unit=False)
    return [_line(row, commitment) for row in rows.select_related("signature__scan", "commitment")]


def _line(row: Signatory, commitment: Commitment) -> Line:
    row.commitment = commitment
    given = row.given
    return Line(row, given, holds(given.digest, commitment.text) if given else None)


def my_line(post: Post, commitment: Commitment) -> Signatory | None:
    """Her own line under a commitment; None when she is not asked."""
    rows = commitment.signatories.filter(post_id=post.pk, withdrawn_at=None)
    return rows.select_related("signature").first()


def waiting_sections(post: Post) -> list[Section]:
    """What waits for her signature, and pledge drives in which her unit has not reported."""
    own = Signatory.objects.filter(
        post_id=post.pk, withdrawn_at=None, signature=None, commitment__state="open"
    )
    sections = [
        _section("commitments-sign", _("Waits for your signature"),
                 _("Nothing waits for your signature."), own, "commitments:sign",
                 reverse("commitments:commitments")),
    ]  # fmt: skip
    if post.can("answer"):
        units = Signatory.objects.filter(
            is_unit=True, agency_id=post.agency_id, withdrawn_at=None, report=None,
            commitment__state="open",
        )  # fmt: skip
        sections.append(
            _section("commitments-report", _("Pledge drives to report on"),
                     _("No pledge drive waits for a report."), units, "commitments:pledges",
                     reverse("commitments:drives"))
        )  # fmt: skip
    return sections


def _section(key: str, title: Any, empty: Any, rows: Any, name: str, more: str) -> Section:
    ranked = rows.annotate(total=Window(Count("pk"))).select_related(
        "commitment__region__parent", "commitment__drive"
    )
    found = list(ranked.order_by("commitment__opened_at", "pk")[:SHOWN])
    items = [_item(row, name) for row in found]
    return Section(key, title, empty, found[0].total if found else 0, items, more_url=more)


def _item(row: Signatory, name: str) -> Item:
    drive: Drive | None = getattr(row.commitment, "drive", None)
    return Item(
        title=row.commitment.title,
        url=reverse(name, args=[row.pk]),
        place=row.commitment.region.full_name,
        due_at=drive.until if drive else None,
        note=row.label,
    )


@dataclass
class Unit:
    """One unit of a drive: what it reported, and who of it signed on the phone."""

    signatory: Signatory
    report: PledgeReport | None
    on_phone: int = 0

    @property
    def share(self) -> Share:
        """Signed of staff, as reported; nobody of nobody without a report."""
        return Share(self.report.signed, self.report.staff) if self.report else Share(0, 0)


@dataclass
class Group:
    """Units together: of a kind of agency, or of a district."""

    title: str
    units: list[Unit] = field(default_factory=list)

    @property
    def reported(self) -> list[Unit]:
        """Those with a report; only they are counted."""
        return [unit for unit in self.units if unit.report]

    @property
    def silent(self) -> int:
        """How many units have not reported."""
        return len(self.units) - len(self.reported)

    @property
    def share(self) -> Share:
        """Over all that reported."""
        return share_of((unit.share.signed, unit.share.staff) for unit in self.reported)

    @property
    def on_phone(self) -> int:
        """Who signed on the phone, in all its units."""
        return sum(unit.on_phone for unit in self.units)


@dataclass(frozen=True)
class Standing:
    """How a drive stands at a moment: the whole, by kind of agency, by district."""

    whole: Group
    kinds: list[Group]
    districts: list[Group]
    at: datetime


def standing_of(drive: Drive) -> Standing:
    """The shares of a drive, in three statements whatever the number of its units."""
    units = _units(drive)
    villages = [unit for unit in units if (unit.signatory.region_id or "").count(".") == 3]
    names = _names({clipped(str(unit.signatory.region_id), "district") for unit in villages})
    return Standing(
        whole=Group("", units),
        kinds=list(_grouped(units, _kind_of)),
        districts=list(_grouped(villages, lambda unit: names.get(_district(unit), ""))),
        at=now(),
    )


def _units(drive: Drive) -> list[Unit]:
    rows = Signatory.objects.filter(
        commitment_id=drive.commitment_id, is_unit=True, withdrawn_at=None
    )
    rows = rows.select_related("report", "agency", "region__parent", "commitment")
    phones = _on_phone(drive)
    return [Unit(row, getattr(row, "report", None), phones.get(row.agency_id, 0)) for row in rows]


def _on_phone(drive: Drive) -> dict[Any, int]:
    signed = Signatory.objects.filter(
        commitment_id=drive.commitment_id, is_unit=False, signature__isnull=False
    )
    counted = signed.order_by().values("agency_id").annotate(count=Count("pk"))
    return {row["agency_id"]: row["count"] for row in counted}


def _names(codes: Iterable[str]) -> dict[str, str]:
    return {region.pk: str(region) for region in Region.objects.filter(pk__in=list(codes))}


def _district(unit: Unit) -> str:
    return clipped(str(unit.signatory.region_id), "district")


def _kind_of(unit: Unit) -> str:
    agency = unit.signatory.agency
    return str(KINDS[agency.kind].title) if agency else str(_("Villages without an office"))


def _grouped(units: Iterable[Unit], key: Any) -> Iterator[Group]:
    groups: dict[str, Group] = {}
    for unit in units:
        title = key(unit)
        groups.setdefault(title, Group(title)).units.append(unit)
    yield from sorted(groups.values(), key=lambda group: group.title)


def open_drives(post: Post) -> CommitmentRows:
    """All drives, the newest first, with `units`, `reported`, `signed_sum` and `staff_sum`."""
    unit = Q(signatories__is_unit=True, signatories__withdrawn_at=None)
    rows = Commitment.objects.visible_to(post).filter(drive__isnull=False).whole()
    return rows.annotate(
        units=Count("signatories", filter=unit),
        reported=Count("signatories__report", filter=unit),
        signed_sum=Sum("signatories__report__signed", filter=unit, default=0),
        staff_sum=Sum("signatories__report__staff", filter=unit, default=0),
    ).order_by(F("drive__until").desc(), "-pk")
