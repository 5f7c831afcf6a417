"""The letter, the calendar entry, who is called, and what they reply."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import vobject
from django.utils import translation
from pypdf import PdfReader

from sinergi.kernel.documents import render
from sinergi.kernel.models import OfficialDocument
from sinergi.kernel.problems import Conflict, Forbidden, NotFound, Problem
from sinergi.meetings import actions, calendar_entry
from sinergi.meetings.plans import Called
from sinergi.meetings.problems import AlreadyCalled
from tests.factories import DISTRICT, World
from tests.factories_meetings import meeting, refused

pytestmark = pytest.mark.django_db


def text_of(document: OfficialDocument | None) -> str:
    """All that a PDF says, with single blanks."""
    assert document is not None
    pages = PdfReader(BytesIO(render(document))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_letter_says_what_a_letter_says(world: World) -> None:
    """In Indonesian, whatever language its maker reads."""
    with translation.override("en"):
        row = meeting(world, "invited")
    text = text_of(row.invitation)
    for words in (
        "PEMERINTAH KABUPATEN MADIUN", "Nomor : UND/35.19/2024/000001", "Sifat : Penting",
        "Hal : Undangan Rapat Koordinasi Forkopimda", "Yth.", "1. Pimpinan polres",
        "4. Pimpinan bawaslu", "Peraturan Pemerintah Nomor 12 Tahun 2022",
        "Rabu, 11 September 2024", "08.00 s.d. 10.00 WIB", "Ruang Rapat Utama",
        "1. Pembukaan; 2. Paparan kerawanan", "Sekretariat Desk Pilkada", "Tembusan", "LATIHAN",
    ):  # fmt: skip
        assert words in text, words
    assert row.invited_at


def test_many_guests_stand_on_a_list_of_their_own(world: World) -> None:
    """And a long agenda too; the letter says how many sheets are attached."""
    row = meeting(world)
    by = row.secretary
    actions.call_participants(
        by, row, called=[Called(f"Tokoh masyarakat {n}") for n in range(1, 41)]
    )
    for number in range(4):
        actions.add_agenda_item(by, row, title=f"Acara tambahan {number}", minutes=5)
    text = text_of(actions.issue_invitation(by, row).invitation)
    for words in ("Daftar undangan terlampir", "2 (dua) lembar", "DAFTAR UNDANGAN",
                  "44. Tokoh masyarakat 40", "SUSUNAN ACARA", "acara : terlampir"):  # fmt: skip
        assert words in text, words


def test_nobody_called_no_letter(world: World) -> None:
    """A letter to nobody is none."""
    row = meeting(world, called=())
    with pytest.raises(Problem, match="Belum ada yang diundang"):
        actions.issue_invitation(row.secretary, row)
    with refused(Forbidden):
        actions.issue_invitation(world.post("kpu_liaison"), row)


def test_made_again_it_is_a_new_letter(world: World) -> None:
    """With a number of its own, a higher sequence, and the first date of inviting."""
    row = meeting(world, "invited")
    first, at = row.invitation, row.invited_at
    row = actions.issue_invitation(world.post("desk_coordinator"), row)
    assert (row.sequence, row.invited_at) == (1, at)
    assert row.invitation != first


def test_calling_twice_calls_once(world: World) -> None:
    """Who was struck is called anew."""
    row = meeting(world)
    by = row.secretary
    camat = world.posts["district_head"]
    called = [Called("Camat Dagangan", post=camat), Called("Camat Dagangan", post=camat)]
    actions.call_participants(by, row, called=called)
    seat = row.participants.get(post=camat)
    assert seat.agency_id == camat.agency_id
    with refused(AlreadyCalled):
        actions.call_participants(by, row, called=called)
    actions.strike_participant(by, seat)
    with refused(Conflict):
        actions.strike_participant(by, seat)
    actions.call_participants(by, row, called=called)
    seat.refresh_from_db()
    assert (seat.struck, seat.reply) == (False, "none")
    with pytest.raises(Problem, match="Pilih siapa"):
        actions.call_participants(by, row, called=[])
    with pytest.raises(Problem, match="siapa yang diundang"):
        actions.call_participants(by, row, called=[Called(" ")])


def test_replies(world: World) -> None:
    """By who answers for the agency; the secretary notes one that came by telephone."""
    row = meeting(world, "invited")
    seat = row.participants.get(agency=world.agencies["kodim"])
    army = world.post("army_officer")
    with pytest.raises(Problem, match="siapa yang mewakili"):
        actions.reply_invitation(army, seat, reply="deputy")
    with pytest.raises(Problem, match="hadir atau tidak"):
        actions.reply_invitation(army, seat, reply="perhaps")
    seat = actions.reply_invitation(army, seat, reply="deputy", deputy="Kasdim 0803")
    assert (seat.reply, seat.deputy) == ("deputy", "Kasdim 0803")
    seat = actions.reply_invitation(world.post("desk_coordinator"), seat, reply="comes")
    assert (seat.reply, seat.deputy) == ("comes", "")
    with refused(Forbidden):
        actions.reply_invitation(world.post("kpu_liaison"), seat, reply="declines")
    with refused(NotFound):
        actions.reply_invitation(world.post("elsewhere:kapolsek"), seat, reply="declines")


def test_a_post_that_is_called_answers_for_itself(world: World) -> None:
    """Also one whose role answers for nobody."""
    row = meeting(world)
    regent = world.posts["regent"]
    actions.call_participants(row.secretary, row, called=[Called("Bupati Madiun", post=regent)])
    row = actions.issue_invitation(row.secretary, row)
    seat = row.participants.get(post=regent)
    assert actions.reply_invitation(world.post("regent"), seat, reply="comes").reply == "comes"


def test_who_is_called_sees_the_meeting(world: World) -> None:
    """A village head sees the regency's meeting once she is called."""
    row = meeting(world)
    head = world.post("village_head")
    seen = type(row).objects.visible_to(head)
    assert not seen.exists()
    called = [Called("Kepala Desa Dagangan", post=world.posts["village_head"])]
    actions.call_participants(row.secretary, row, called=called)
    assert seen.exists()


def read(content: bytes) -> Any:
    """The calendar as another library reads it."""
    return vobject.readOne(content.decode())


def test_the_calendar_entry_is_read_by_another_library(world: World) -> None:
    """Request, with organiser, attendees to answer, a stable name, and the exercise marked."""
    row = meeting(world, "invited")
    calendar = read(calendar_entry.invitation(row, [("kpu@example.test", "Ketua KPU", "comes")]))
    event = calendar.vevent
    assert calendar.method.value == "REQUEST"
    assert event.uid.value == calendar_entry.uid_of(row)
    assert event.summary.value == "LATIHAN: Rapat Koordinasi Forkopimda"
    assert event.dtstart.value == row.starts_at
    assert event.dtend.value - event.dtstart.value == timedelta(hours=2)
    assert event.dtstart.value.utcoffset() == timedelta(hours=7)
    assert event.status.value == "CONFIRMED"
    assert event.attendee.value == "mailto:kpu@example.test"
    assert event.attendee.params["RSVP"] == ["TRUE"]
    assert event.attendee.params["PARTSTAT"] == ["ACCEPTED"]
    assert event.organizer.value.startswith("mailto:")
    assert "2. Paparan kerawanan" in event.description.value


def test_cancelling_takes_the_entry_away(world: World) -> None:
    """The same name, a higher number, and the word for it."""
    row = meeting(world, "invited")
    uid = calendar_entry.uid_of(row)
    row = actions.cancel_meeting(world.post("desk_coordinator"), row, reason="Bencana.")
    calendar = read(calendar_entry.invitation(row))
    assert calendar.method.value == "CANCEL"
    assert (calendar.vevent.uid.value, calendar.vevent.sequence.value) == (uid, "1")
    assert calendar.vevent.status.value == "CANCELLED"


def test_a_confidential_entry_tells_nothing(world: World) -> None:
    """A calendar may hang on a wall."""
    row = meeting(world, "invited", nature="confidential")
    event = read(calendar_entry.invitation(row)).vevent
    assert "Paparan" not in event.description.value
    assert event.contents["class"][0].value == "CONFIDENTIAL"


def test_a_district_writes_under_its_own_head(world: World) -> None:
    """Letterhead and place are those of the desk that convenes."""
    row = meeting(world, "invited", code=DISTRICT, kind="district_forum",
                  title="Rapat Koordinasi Forkopimcam", called=("polsek",))  # fmt: skip
    text = text_of(row.invitation)
    assert "KECAMATAN DAGANGAN" in text
    assert "Dagangan, 10 September 2024" in text
