"""A small regency to test in, made in a dozen statements.

Kabupaten Madiun in a rehearsal at Tuesday 10 September 2024, 08.00 WIB: two districts with two
villages each, a desk in every place, the agencies, and one post for every role. Posts are called
by their role; those of the second village carry `elsewhere:` before it.

Rows that are not under test are written directly; cases and follow-ups come from their actions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sinergi.agencies.models import Account, Agency, Desk, DeskMember, Post
from sinergi.agencies.roles import ROLES
from sinergi.incidents.actions import Report, report_incident
from sinergi.incidents.models import Incident, Movement
from sinergi.kernel.clock import now, real_now, use_operation
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.models import Operation
from sinergi.regions.models import Region

START = datetime(2024, 9, 10, 1, 0, tzinfo=UTC)  # 08.00 WIB
PASSWORD = "latihan-pilkada"
VILLAGE, NEIGHBOUR = "35.19.04.2007", "35.19.04.2011"  # Dagangan and Jetis, Kec. Dagangan
ELSEWHERE, ELSEWHERE_2 = "35.19.09.2008", "35.19.09.2004"  # Grobogan and Jiwan, Kec. Jiwan
DISTRICT, OTHER_DISTRICT, REGENCY = "35.19.04", "35.19.09", "35.19"

_REGIONS = (
    ("35", "Jawa Timur", "provinsi", "province", None, None),
    (REGENCY, "Madiun", "kabupaten", "regency", 111.6, -7.6),
    (DISTRICT, "Dagangan", "kecamatan", "district", 111.58, -7.72),
    (OTHER_DISTRICT, "Jiwan", "kecamatan", "district", 111.49, -7.61),
    (VILLAGE, "Dagangan", "desa", "village", 111.5524, -7.7172),
    (NEIGHBOUR, "Jetis", "desa", "village", 111.5649, -7.7095),
    (ELSEWHERE, "Grobogan", "desa", "village", 111.4913, -7.611),
    (ELSEWHERE_2, "Jiwan", "desa", "village", 111.4919, -7.6255),
)
# key, kind, seat, areas
_AGENCIES = (
    ("local_government", "local_government", REGENCY, [REGENCY]),
    ("kesbangpol", "kesbangpol", REGENCY, [REGENCY]),
    ("satpol_pp", "satpol_pp", REGENCY, [REGENCY]),
    ("polres", "polres", REGENCY, [DISTRICT]),
    ("polres_kota", "polres", REGENCY, [OTHER_DISTRICT]),
    ("kodim", "kodim", REGENCY, [REGENCY]),
    ("kpu", "kpu", REGENCY, [REGENCY]),
    ("bawaslu", "bawaslu", REGENCY, [REGENCY]),
    ("kejari", "kejari", REGENCY, [REGENCY]),
    ("court", "court", REGENCY, [REGENCY]),
    ("council", "council", REGENCY, [REGENCY]),
    ("regional_agency", "regional_agency", REGENCY, [REGENCY]),
    ("fkub", "fkub", REGENCY, [REGENCY]),
    ("fkdm", "fkdm", REGENCY, [REGENCY]),
    ("district_office", "district_office", DISTRICT, [DISTRICT]),
    ("polsek", "polsek", DISTRICT, [DISTRICT]),
    ("koramil", "koramil", DISTRICT, [DISTRICT]),
    ("district_supervisor", "district_supervisor", DISTRICT, [DISTRICT]),
    ("district_election_committee", "district_election_committee", DISTRICT, [DISTRICT]),
    ("village_office", "village_office", VILLAGE, [VILLAGE]),
    ("village_election_committee", "village_election_committee", VILLAGE, [VILLAGE]),
    ("community", "community", VILLAGE, [VILLAGE]),
    ("elsewhere:district_office", "district_office", OTHER_DISTRICT, [OTHER_DISTRICT]),
    ("elsewhere:polsek", "polsek", OTHER_DISTRICT, [OTHER_DISTRICT]),
    ("elsewhere:koramil", "koramil", OTHER_DISTRICT, [OTHER_DISTRICT]),
    ("elsewhere:village_office", "village_office", ELSEWHERE, [ELSEWHERE]),
)
_PLACE_OF_LEVEL = {"village": VILLAGE, "district": DISTRICT, "regency": REGENCY}
_PLACE_OF_DESKLESS = {
    "community_figure": VILLAGE,
    "station_officer": VILLAGE,
    "station_supervisor": VILLAGE,
}
# role, key of the agency, place: the same offices in the other district
_ELSEWHERE = (
    ("village_head", "elsewhere:village_office", ELSEWHERE),
    ("babinsa", "elsewhere:koramil", ELSEWHERE),
    ("bhabinkamtibmas", "elsewhere:polsek", ELSEWHERE),
    ("district_head", "elsewhere:district_office", OTHER_DISTRICT),
    ("kapolsek", "elsewhere:polsek", OTHER_DISTRICT),
    ("police_officer", "polres_kota", OTHER_DISTRICT),
)


@dataclass
class World:
    """The regency, by short names."""

    operation: Operation
    regions: dict[str, Region] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)  # by code of place
    posts: dict[str, Post] = field(default_factory=dict)  # by role, or "elsewhere:role"

    def post(self, role: str) -> Post:
        """The post as a new request finds it."""
        return Post.objects.with_all().get(pk=self.posts[role].pk)

    def region(self, code: str = VILLAGE) -> Region:
        """A place by its code."""
        return self.regions[code]

    def desk(self, code: str = VILLAGE) -> Desk:
        """The desk of a place."""
        return self.desks[code]


def make_world(code: str = "latihan") -> World:
    """A regency of its own: an operation, its agencies, desks and posts. Regions are shared."""
    world = World(_operation(code))
    world.regions = _regions()
    world.agencies = _agencies(world)
    world.desks = _desks(world)
    world.posts = _posts(world)
    return world


def _operation(code: str) -> Operation:
    return Operation.objects.create(
        code=code,
        region_code=REGENCY,
        name="Pilkada Kabupaten Madiun",
        election="Pilkada 2024",
        mode="exercise",
        timezone="Asia/Jakarta",
        voting_day=date(2024, 11, 27),
        exercise_start=START,
        real_start=real_now(),
    )


def _regions() -> dict[str, Region]:
    rows = [
        Region(
            code=code, name=name, kind=kind, level=level, lon=lon, lat=lat,
            parent_id=code.rpartition(".")[0] or None,
            registered_voters=2000, polling_stations=4,
        )
        for code, name, kind, level, lon, lat in _REGIONS
    ]  # fmt: skip
    Region.objects.bulk_create(rows, ignore_conflicts=True)
    return Region.objects.select_related("parent").in_bulk([row.pk for row in rows])


def _agencies(world: World) -> dict[str, Agency]:
    rows = {
        key: Agency(
            operation=world.operation, kind=kind, name=f"{kind} {key}", region_id=seat, areas=areas
        )
        for key, kind, seat, areas in _AGENCIES
    }
    Agency.objects.bulk_create(rows.values())
    return rows


def _desks(world: World) -> dict[str, Desk]:
    places = [region for region in world.regions.values() if region.level != "province"]
    rows = {
        region.pk: Desk(
            operation=world.operation, region=region, level=region.level, name=f"Posko {region}"
        )
        for region in places
    }
    Desk.objects.bulk_create(rows.values())
    return rows


def _posts(world: World) -> dict[str, Post]:
    plan = [(role.code, role.code, _agency_key(role), _place(role)) for role in ROLES.values()]
    plan += [(f"elsewhere:{role}", role, agency, place) for role, agency, place in _ELSEWHERE]
    first = Account.objects.count()
    accounts = [_account(world, first + at, key) for at, (key, *_rest) in enumerate(plan)]
    Account.objects.bulk_create(accounts)
    posts = {
        key: _post(world, account, role, agency, place)
        for account, (key, role, agency, place) in zip(accounts, plan, strict=True)
    }
    Post.objects.bulk_create(posts.values())
    _seat_all(world, posts)
    return posts


def _agency_key(role: Any) -> str:
    return str(role.agency_kinds[0])


def _place(role: Any) -> str:
    return _PLACE_OF_LEVEL.get(role.level) or _PLACE_OF_DESKLESS.get(role.code, REGENCY)


def _account(world: World, number: int, key: str) -> Account:
    account = Account(
        name=key,
        phone=f"+62811{number:07d}",
        email=f"{key.replace(':', '.')}.{world.operation.code}@example.test",
        phone_verified=True,
        created_at=START,
    )
    account.set_password(PASSWORD)
    return account


def _post(world: World, account: Account, role: str, agency: str, place: str) -> Post:
    narrow = world.agencies[agency].areas
    areas = [place] if any(place.startswith(area) for area in narrow) else list(narrow)
    return Post(
        operation=world.operation,
        account=account,
        agency=world.agencies[agency],
        role=role,
        region=world.regions[place],
        areas=areas,
        title=f"{ROLES[role].title} {world.regions[place]}",
        since=date(2024, 8, 1),
    )


def _seat_all(world: World, posts: dict[str, Post]) -> None:
    members = [
        DeskMember(
            desk=world.desks[post.region_id],
            post=post,
            coordinator=ROLES[post.role].coordinates,
            since=START,
        )
        for post in posts.values()
        if ROLES[post.role].level
    ]
    DeskMember.objects.bulk_create(members)


def report(world: World, by: str = "babinsa", **told: Any) -> Incident:
    """A case, reported by the post of that role about its own village (or `code`)."""
    post = world.post(by)
    code = told.pop("code", post.region_id)
    files = told.pop("files", ())
    told.setdefault("kind", "neighbour_dispute")
    told.setdefault("what", "Warga berselisih soal pemasangan spanduk di depan balai desa.")
    told.setdefault("place", "Balai desa")
    with use_operation(world.operation):
        return report_incident(post, Report(region=world.region(code), **told), files)


def many_incidents(world: World, count: int, **columns: Any) -> list[Incident]:
    """`count` open cases on the desk of the village, written directly: for counting statements."""
    moment = columns.pop("at", None) or now()
    reporter = world.posts["babinsa"]
    desk = columns.pop("desk", world.desk())
    rows = [
        Incident(
            **{
                "operation": world.operation,
                "number": f"UJI/{uuid7()}"[:40],
                "client_id": uuid7(),
                "region": world.region(),
                "kind": "neighbour_dispute",
                "severity": ("low", "medium", "high")[number % 3],
                "what": f"Perselisihan warga nomor {number} tentang spanduk di jalan desa.",
                "place": f"RT {number}",
                "happened_at": moment - timedelta(minutes=number),
                "reported_at": moment - timedelta(minutes=number),
                "reporter": reporter,
                "reporter_label": reporter.title,
                "desk": desk,
                "level": desk.level,
                "arrived_at": moment,
                "ack_due": moment + timedelta(hours=1),
                "settle_due": moment + timedelta(hours=24),
                "next_deadline": moment + timedelta(hours=1),
                **columns,
            }
        )
        for number in range(count)
    ]
    Incident.objects.bulk_create(rows)
    Movement.objects.bulk_create(
        Movement(
            incident=row, to_desk=desk, reason="reported", at=row.arrived_at, by_label="Babinsa"
        )
        for row in rows
    )
    return rows
