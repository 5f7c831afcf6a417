"""Planning, changing and cancelling a meeting, and its agenda."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.agencies.models import Desk
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Conflict, Forbidden, NotFound, Problem
from sinergi.meetings import actions, rules
from sinergi.meetings.addressing import head_of
from sinergi.meetings.agenda_lines import Point, read_line, read_lines
from sinergi.meetings.models import Meeting
from sinergi.meetings.plans import Called, Plan
from sinergi.meetings.templates_of_kinds import USUAL
from tests.factories import DISTRICT, OTHER_DISTRICT, REGENCY, World
from tests.factories_meetings import AGENDA, meeting, plan, refused

pytestmark = pytest.mark.django_db


def plan_of(row: Meeting, **changes: object) -> Plan:
    """The plan of a meeting as it stands, with changes."""
    names = ("kind", "title", "starts_at", "ends_at", "place", "chair_label", "purpose", "nature",
             "contact", "signer", "secretary")  # fmt: skip
    return replace(Plan(**{name: getattr(row, name) for name in names}), **changes)  # type: ignore[arg-type]


def test_a_meeting_is_planned_with_agenda_and_seats_in_one_entry(world: World) -> None:
    """The journal tells of the meeting, its points and its seats; its secret is not told."""
    row = meeting(world)
    assert row.state == "planned"
    assert row.organiser == world.agencies["kesbangpol"]
    assert [item.title for item in row.agenda.all()] == [point.title for point in AGENDA]
    assert row.participants.count() == 4
    entry = JournalEntry.objects.get(verb="meeting.planned")
    assert entry.facts["called"][0] == "Pimpinan polres"
    assert "attendance_secret" not in entry.changes


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"place": ""}, "place"),
        ({"chair_label": ""}, "chair_label"),
        ({"title": "x" * 201}, "title"),
        ({"kind": "party"}, "kind"),
        ({"nature": "loud"}, "nature"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    world: World, wrong: dict[str, str], field: str
) -> None:
    """And nothing is kept."""
    with pytest.raises(Problem) as caught:
        meeting(world, **wrong)
    assert caught.value.field == field
    assert not Meeting.objects.exists()


def test_it_ends_after_it_starts_and_not_in_the_past(world: World) -> None:
    """Of yesterday there is nothing to plan."""
    start = now() + timedelta(hours=1)
    with pytest.raises(Problem, match="setelah waktu mulai"):
        meeting(world, starts_at=start, ends_at=start)
    with pytest.raises(Problem, match="sudah lewat"):
        meeting(world, starts_at=now() - timedelta(days=2), ends_at=now())


def test_who_convenes(world: World) -> None:
    """At her desk or below; not above, not elsewhere, not without the capability."""
    camat = world.post("district_head")
    actions.plan_meeting(camat, world.desk(DISTRICT), plan=plan())
    for role, code in (("district_head", REGENCY), ("district_head", OTHER_DISTRICT),
                       ("village_head", DISTRICT), ("kpu_liaison", REGENCY)):  # fmt: skip
        with refused(Forbidden):
            actions.plan_meeting(world.post(role), world.desk(code), plan=plan())


def test_another_operation_knows_nothing(world: World, other_world: World) -> None:
    """Neither desk nor meeting."""
    with refused(NotFound):
        actions.plan_meeting(other_world.post("desk_coordinator"), world.desk(REGENCY), plan=plan())
    stranger = Called("Kapolres", other_world.agencies["polres"])
    with pytest.raises(Problem, match="tidak ada"):
        actions.plan_meeting(
            world.post("desk_coordinator"), world.desk(REGENCY), plan=plan(), called=[stranger]
        )
    assert not Meeting.objects.visible_to(other_world.post("regent")).exists()


def test_a_change_before_the_letter_is_quiet(world: World) -> None:
    """No letter, no new sequence."""
    row = meeting(world)
    row = actions.change_meeting(row.secretary, row, plan=plan_of(row, place="Pendopo"))
    assert (row.place, row.sequence, row.invitation) == ("Pendopo", 0, None)
    with pytest.raises(Problem, match="Tidak ada yang diubah"):
        actions.change_meeting(row.secretary, row, plan=plan_of(row))


def test_a_change_after_the_letter_goes_out_anew(world: World) -> None:
    """A new letter that names the old one, a higher sequence, and everybody is asked again."""
    row = meeting(world, "invited")
    first = row.invitation
    seat = row.participants.get(agency=world.agencies["kpu"])
    actions.reply_invitation(world.post("kpu_liaison"), seat, reply="comes")
    later = plan_of(row, starts_at=row.starts_at + timedelta(hours=2),
                    ends_at=row.ends_at + timedelta(hours=2))  # fmt: skip
    row = actions.change_meeting(world.post("desk_coordinator"), row, plan=later, remark="Ditunda.")
    assert (row.sequence, row.state) == (1, "invited")
    assert row.invitation != first
    assert first.number in row.invitation.data["opening"][0]
    seat.refresh_from_db()
    assert seat.reply == "none"
    row = actions.change_meeting(
        world.post("desk_coordinator"), row, plan=plan_of(row, place="Pendopo")
    )
    assert row.sequence == 2


def test_cancelling_says_why_and_ends_it(world: World) -> None:
    """Nothing is done with it afterwards."""
    row = meeting(world, "invited")
    by = world.post("desk_coordinator")
    with pytest.raises(Problem, match="mengapa dibatalkan"):
        actions.cancel_meeting(by, row, reason=" ")
    row = actions.cancel_meeting(by, row, reason="Bencana alam.")
    assert (row.state, row.sequence, row.remark) == ("cancelled", 1, "Bencana alam.")
    for act in (actions.open_meeting, actions.issue_invitation):
        with refused(Conflict):
            act(by, row)


def test_the_agenda_is_changed_ordered_and_dropped(world: World) -> None:
    """A dropped point stays known, and is not changed."""
    row = meeting(world)
    by = row.secretary
    item = actions.add_agenda_item(by, row, title="Lain-lain", minutes=10)
    assert item.order == 4
    item = actions.change_agenda_item(by, item, title="Penutup", presenter="Sekda")
    assert (item.title, item.minutes_planned) == ("Penutup", None)
    actions.order_agenda(by, row, order=[item.pk])
    assert row.agenda.first() == item
    with pytest.raises(Problem, match="tidak ada dalam susunan"):
        actions.order_agenda(by, row, order=["nonsense"])
    item = actions.drop_agenda_item(by, item)
    with refused(Conflict):
        actions.change_agenda_item(by, item, title="Lagi")
    with pytest.raises(Problem, match="isi acaranya"):
        actions.add_agenda_item(by, row, title="  ")


def test_a_gap_comes_to_the_agenda_once(world: World) -> None:
    """Whoever assigns at that desk may put it there."""
    row = meeting(world)
    origin = ("Kotak suara", "/readiness/1/")
    police = world.post("police_officer")
    first = actions.put_on_agenda(police, row, title="Kotak suara belum siap", origin=origin)
    again = actions.put_on_agenda(police, row, title="Kotak suara belum siap", origin=origin)
    assert first.pk == again.pk
    assert (first.origin_label, first.presenter) == (origin[0], police.title)
    with refused(Forbidden):
        actions.put_on_agenda(world.post("regent"), row, title="Apa saja")


def test_confidential_is_for_those_called(world: World) -> None:
    """Who merely covers the place does not know of it."""
    row = meeting(world, "invited", nature="confidential")
    for role, sees in (("police_officer", True), ("council_member", False),
                       ("regional_secretary", True), ("court_liaison", False)):  # fmt: skip
        assert Meeting.objects.visible_to(world.post(role)).exists() is sees, role
    entry = JournalEntry.objects.get(verb="meeting.invited")
    assert world.agencies["kpu"].pk in (entry.audience or [])
    assert world.agencies["council"].pk not in (entry.audience or [])
    assert row.journal_audience() == entry.audience


def test_every_kind_has_its_template() -> None:
    """And every line of it is a point."""
    assert set(USUAL) == set(Meeting.Kind.values)
    for usual in USUAL.values():
        assert [str(point) for point in read_lines("\n".join(usual.agenda))] == list(usual.agenda)


@pytest.mark.parametrize(
    ("line", "point"),
    [
        ("1. Pembukaan", Point("Pembukaan")),
        ("- Paparan — Kapolres (15 menit)", Point("Paparan", "Kapolres", 15)),
        ("Paparan | Ketua KPU", Point("Paparan", "Ketua KPU")),
        ("Rapat (lanjutan)", Point("Rapat (lanjutan)")),
        ("   ", None),
    ],
)
def test_a_line_is_a_point(line: str, point: Point | None) -> None:
    """With its presenter and its minutes, where they are named."""
    assert read_line(line) == point


WORDS = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12)
TEXT = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@given(TEXT, st.one_of(st.just(""), TEXT), st.one_of(st.none(), st.integers(1, 600)))
def test_what_is_written_is_read(title: str, presenter: str, minutes: int | None) -> None:
    """There and back."""
    point = Point(title, presenter, minutes)
    assert read_line(str(point)) == point


def test_heads_of_agencies() -> None:
    """As letters address them."""
    for kind, name, head in (
        ("polres", "Polres Madiun Kota", "Kapolres Madiun Kota"),
        ("kodim", "Kodim 0803/Madiun", "Komandan Kodim 0803/Madiun"),
        ("local_government", "Pemerintah Kabupaten Madiun", "Bupati Madiun"),
        ("kesbangpol", "Bakesbangpol Kab. Madiun", "Kepala Bakesbangpol Kab. Madiun"),
        ("village_office", "Pemerintah Kelurahan Bangunsari", "Lurah Bangunsari"),
        ("village_office", "Pemerintah Desa Jiwan (Jiwan)", "Kepala Desa Jiwan (Jiwan)"),
        ("polres", "Kepolisian", "Pimpinan Kepolisian"),
    ):
        assert head_of(kind, name) == head


MOMENT = datetime(2024, 9, 10, 1, tzinfo=UTC)
SPANS = st.tuples(st.integers(0, 100), st.integers(1, 50)).map(
    lambda pair: rules.Span(
        MOMENT + timedelta(minutes=pair[0]), MOMENT + timedelta(minutes=pair[0] + pair[1])
    )
)


@given(SPANS, SPANS)
def test_clashes_are_mutual(one: rules.Span, other: rules.Span) -> None:
    """Who is in the way of another has it in the way; and everybody of herself."""
    assert one.meets(other) == other.meets(one)
    assert one.meets(one)
    assert rules.clashing(one, [(other, "x")]) == (["x"] if one.meets(other) else [])


def test_a_desk_below_is_convened_from_above(world: World) -> None:
    """The regency's coordinator, in the name of the district's desk."""
    desk = Desk.objects.get(pk=world.desk(DISTRICT).pk)
    row = actions.plan_meeting(world.post("desk_coordinator"), desk, plan=plan())
    assert row.region_id == DISTRICT
