"""The door: its code, who may take which seat, by hand, and the list of who came."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from sinergi.kernel.clock import real_now
from sinergi.kernel.documents import render
from sinergi.kernel.problems import Conflict, Forbidden, NotFound, Problem
from sinergi.meetings import actions, attendance_code
from sinergi.meetings.models import Meeting, Participant
from tests.factories import World
from tests.factories_meetings import meeting, refused

SECRETS = st.text("0123456789abcdef", min_size=64, max_size=64)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(SECRETS, st.uuids(), MOMENTS, st.integers(0, 2))
def test_a_fresh_code_is_accepted(secret: str, key: UUID, moment: datetime, age: int) -> None:
    """The present one, and the two before it: also when typed in small letters, with a dash."""
    step = attendance_code.step_of(moment) - age
    code = attendance_code.code_at(secret, str(key), step)
    typed = attendance_code.shown(code).lower()
    assert attendance_code.is_valid(secret, str(key), typed, moment)


@given(SECRETS, st.uuids(), MOMENTS, st.one_of(st.integers(3, 10_000), st.integers(-50, -1)))
def test_a_stale_or_future_code_is_refused(
    secret: str, key: UUID, moment: datetime, age: int
) -> None:
    """A photo sent to someone absent is worth nothing after a minute."""
    code = attendance_code.code_at(secret, str(key), attendance_code.step_of(moment) - age)
    assert not attendance_code.is_valid(secret, str(key), code, moment)


@given(SECRETS, st.uuids(), st.uuids(), MOMENTS)
def test_a_code_of_another_meeting_is_refused(
    secret: str, one: UUID, other: UUID, moment: datetime
) -> None:
    """Even with the same secret."""
    code = attendance_code.code_at(secret, str(one), attendance_code.step_of(moment))
    assert attendance_code.is_valid(secret, str(other), code, moment) is (one == other)


@given(SECRETS, st.uuids(), MOMENTS, st.text(max_size=20))
def test_nonsense_is_refused(secret: str, key: UUID, moment: datetime, text: str) -> None:
    """Whatever is typed."""
    assert not attendance_code.is_valid(secret, str(key), text, moment)


def test_without_a_secret_there_is_no_code() -> None:
    """Before the door is opened."""
    with pytest.raises(ValueError, match="never opened"):
        attendance_code.code_at("", "x", 1)


def code_of(row: Meeting, age: int = 0) -> str:
    """What the screen shows now, or showed `age` steps ago."""
    step = attendance_code.step_of(real_now()) - age
    return attendance_code.code_at(row.attendance_secret, str(row.pk), step)


@pytest.mark.django_db
class TestDoor:
    """Coming in."""

    def test_her_agency_s_seat_is_taken(self, world: World) -> None:
        """By the liaison, who is named beside the seat; a second tap changes nothing."""
        row = meeting(world, "running")
        police = world.post("police_officer")
        seat = actions.check_in(police, row, code=code_of(row), sex="f")
        assert (seat.label, seat.present_as) == ("Pimpinan polres", police.title)
        assert (seat.present_means, seat.late) == ("qr", False)
        again = actions.check_in(police, row, code=code_of(row))
        assert (again.pk, again.present_at) == (seat.pk, seat.present_at)
        assert row.participants.filter(present_at__isnull=False).count() == 1

    def test_who_was_not_called_walks_in(self, world: World) -> None:
        """As a late participant, once."""
        row = meeting(world, "running")
        council = world.post("council_member")
        seat = actions.check_in(council, row, code=code_of(row))
        assert (seat.late, seat.post) == (True, council)
        assert actions.check_in(council, row, code=code_of(row)).pk == seat.pk

    def test_stale_and_foreign_codes_are_refused(self, world: World) -> None:
        """And a meeting that is not in session has no door."""
        row, other = meeting(world, "running"), meeting(world, "running")
        police = world.post("police_officer")
        for code in (code_of(row, 4), code_of(other), "", "AAAA-AAAA"):
            with pytest.raises(Problem, match="tidak lagi berlaku"):
                actions.check_in(police, row, code=code)
        row = actions.close_meeting(world.post("desk_coordinator"), row)
        with refused(Conflict):
            actions.check_in(police, row, code="x")

    def test_who_does_not_see_it_cannot_come_in(self, world: World) -> None:
        """Of another district's meeting nothing is known."""
        row = meeting(world, "running", code="35.19.09", called=())
        with refused(NotFound):
            actions.check_in(world.post("kapolsek"), row, code=code_of(row))

    def test_she_names_the_seat_for_which_she_came(self, world: World) -> None:
        """One of her own agency, not of others, not one that is taken."""
        row = meeting(world, "running")
        other = row.participants.get(agency=world.agencies["kpu"])
        with pytest.raises(Problem, match="bukan untuk Anda"):
            actions.check_in(
                world.post("police_officer"), row, code=code_of(row), standing_for=other.pk
            )
        seat = actions.check_in(
            world.post("kpu_liaison"), row, code=code_of(row), standing_for=other.pk
        )
        assert seat.pk == other.pk

    def test_by_hand_and_back(self, world: World) -> None:
        """The secretary marks, with who came instead; a mistake is undone; others may not."""
        row = meeting(world, "running")
        by = world.post("desk_coordinator")
        seat = row.participants.get(agency=world.agencies["kodim"])
        with refused(Forbidden):
            actions.mark_present_by_hand(world.post("army_officer"), seat)
        seat = actions.mark_present_by_hand(by, seat, came_as="Kasdim", sex="m")
        assert (seat.present_means, seat.present_as) == ("hand", "Kasdim")
        with refused(Conflict):
            actions.mark_present_by_hand(by, seat)
        seat = actions.unmark_present(by, seat)
        assert (seat.present_at, seat.present_means, seat.sex) == (None, "", "")
        with refused(Conflict):
            actions.unmark_present(by, seat)

    def test_one_who_came_uncalled_is_added(self, world: World) -> None:
        """Once; undone, she leaves the list."""
        row = meeting(world, "running")
        by = world.post("desk_coordinator")
        seat = actions.add_late_participant(by, row, label="Tokoh pemuda")
        with pytest.raises(Problem, match="Sudah diundang"):
            actions.add_late_participant(by, row, label="tokoh Pemuda")
        with pytest.raises(Problem, match="siapa yang hadir"):
            actions.add_late_participant(by, row, label=" ")
        assert actions.unmark_present(by, seat).struck

    def test_the_list_says_who_came(self, world: World) -> None:
        """In Indonesian, with counts by sex, and those who did not come."""
        row = meeting(world, "running")
        by = world.post("desk_coordinator")
        actions.check_in(world.post("police_officer"), row, code=code_of(row), sex="f")
        seat = row.participants.get(agency=world.agencies["kodim"])
        actions.mark_present_by_hand(by, seat, came_as="Kasdim", sex="m")
        actions.add_late_participant(by, row, label="Tokoh pemuda")
        row = actions.issue_attendance_list(by, row)
        assert row.attendance_list is not None
        text = PdfReader(BytesIO(render(row.attendance_list))).pages[0].extract_text()
        flat = " ".join(text.split())
        for words in ("DAFTAR HADIR", "Nomor: DH/35.19/2024/000001", "Pimpinan kodim (diwakili",
                      "Tokoh pemuda *", "kode QR", "1 / 1 / 1", "Pimpinan kpu (tanpa jawaban)",
                      "LATIHAN"):  # fmt: skip
            assert words in flat, words


@pytest.mark.django_db
def test_only_a_running_meeting_is_closed(world: World) -> None:
    """And its secret is gone with it."""
    row = meeting(world)
    by = world.post("desk_coordinator")
    with refused(Conflict):
        actions.close_meeting(by, row)
    row = actions.open_meeting(by, row)
    assert len(row.attendance_secret) == 64
    with refused(Conflict):
        actions.open_meeting(by, row)
    row = actions.close_meeting(by, row)
    assert (row.state, row.attendance_secret) == ("held", "")
    assert row.closed_at
    assert row.closed_at - row.opened_at < timedelta(minutes=1)  # type: ignore[operator]
    assert Participant.objects.count() == 4
