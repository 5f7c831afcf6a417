"""Who is told of a meeting, and what the mail carries: the letter, and an entry for calendars."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import vobject

from sinergi.alerts import sending
from sinergi.alerts.models import Notice
from sinergi.meetings import actions
from sinergi.meetings.calendar_entry import uid_of
from sinergi.meetings.plans import Called
from sinergi.stages.actions.changing import move_stage
from sinergi.stages.models import Stage
from tests import factories
from tests.alerts.test_mails import Postbox, postbox  # noqa: F401 -- the fixture
from tests.factories_meetings import meeting, plan
from tests.factories_readiness import readiness
from tests.factories_stages import calendar


def mail_to(box: Postbox, world: factories.World, role: str) -> Any:
    """The last mail that the post of that role got."""
    return box.to(world.posts[role].account.email)[-1]


def parts(mail: Any) -> dict[str, Any]:
    """{type: part} of what a mail carries."""
    return {part.get_content_type(): part for part in mail.iter_attachments()}


def calendar_of(mail: Any) -> Any:
    """Its calendar, as another library reads it."""
    return vobject.readOne(parts(mail)["text/calendar"].get_content())


def test_those_called_are_told_once_the_letter_is_out(world, told):
    row = meeting(world)
    assert told("meeting.planned") == {}
    actions.issue_invitation(row.secretary, row)
    heard = told("meeting.invited")
    assert set(heard) == {"police_officer", "army_officer", "kpu_liaison", "bawaslu_liaison"}
    assert set(heard.values()) == {"important"}
    notice = Notice.objects.filter(verb="meeting.invited").first()
    assert notice.url == row.get_absolute_url()
    assert notice.text.startswith("Rapat Koordinasi Forkopimda · ")
    assert notice.number.startswith("UND/")


def test_an_agency_where_nobody_answers_is_told_as_a_whole(world, told):
    row = meeting(world, called=("council",))
    actions.issue_invitation(row.secretary, row)
    assert set(told("meeting.invited")) == {"council_member"}


def test_a_called_post_is_told_and_not_those_in_the_villages(world, told):
    row = meeting(world, called=())
    seat = Called("Danramil Dagangan", post=world.posts["danramil"])
    actions.call_participants(row.secretary, row, called=[seat])
    actions.issue_invitation(row.secretary, row)
    assert set(told("meeting.invited")) == {"danramil"}


def test_who_is_called_later_or_struck_is_told_alone(world, told):
    row = meeting(world, "invited")
    by = world.post("desk_coordinator")
    actions.call_participants(by, row, called=[Called("Kajari", world.agencies["kejari"])])
    assert set(told("meeting.called")) == {"prosecutor"}
    actions.strike_participant(by, row.participants.get(agency=world.agencies["kpu"]))
    assert set(told("participant.struck")) == {"kpu_liaison"}


def test_the_secretary_hears_the_replies_of_others(world, told):
    row = meeting(world, "invited")
    seat = row.participants.get(agency=world.agencies["kpu"])
    actions.reply_invitation(world.post("kpu_liaison"), seat, reply="comes")
    assert told("participant.replied") == {"desk_coordinator": "ordinary"}


def test_planning_alone_is_told_to_nobody(world, told):
    row = meeting(world)
    later = replace(plan(place="Pendopo"), signer=row.signer, secretary=row.secretary)
    actions.change_meeting(row.secretary, row, plan=later)
    actions.cancel_meeting(row.secretary, row, reason="Ditunda.")
    assert told("meeting.changed") == told("meeting.cancelled") == {}


def test_a_stage_that_moves_is_told_to_who_leads_it_and_who_owes_something_for_it(world, told):
    readiness(world)
    stage = Stage.objects.get(operation=world.operation, code="S05")
    days = {
        "starts_on": stage.starts_on + timedelta(days=1),
        "ends_on": stage.ends_on + timedelta(days=1),
    }
    move_stage(world.post("kpu_liaison"), stage, **days, reason="Surat KPU.")
    heard = told("stage.moved")
    assert {"desk_coordinator", "village_head", "district_head", "bawaslu_liaison"} <= set(heard)
    assert "kpu_liaison" not in heard, "nobody is told of what she did herself"
    assert "community_figure" not in heard and set(heard.values()) == {"ordinary"}


def test_where_nothing_is_owed_a_moved_stage_is_told_to_who_leads_the_regency(world, told):
    stage = calendar(world)["S07"]
    days = {"starts_on": stage.starts_on, "ends_on": stage.ends_on - timedelta(days=1)}
    move_stage(world.post("kpu_liaison"), stage, **days, reason="Surat KPU.")
    assert told("stage.moved") == {"desk_coordinator": "ordinary"}
    notice = Notice.objects.get(verb="stage.moved")
    assert (notice.label, notice.url) == (str(stage), "/stages/")
    assert notice.text == notice.label


@pytest.fixture
def at_ten(world, clock):
    """Outside of the quiet hours."""
    clock.forward(hours=2)


def test_the_mail_carries_letter_and_calendar_entry(world, at_ten, read_journal, postbox):  # noqa: F811
    row = meeting(world, "invited")
    read_journal()
    assert sending.send_due() == 4
    mail = mail_to(postbox, world, "kpu_liaison")
    assert mail["Subject"].startswith("[LATIHAN] Anda diundang rapat")
    found = parts(mail)
    assert found["application/pdf"].get_content().startswith(b"%PDF")
    assert found["application/pdf"].get_filename().startswith("UND-35.19-2024")
    assert found["text/calendar"]["Content-Type"].params["method"] == "REQUEST"
    event = calendar_of(mail).vevent
    assert event.uid.value == uid_of(row)
    assert event.attendee.value == f"mailto:{world.posts['kpu_liaison'].account.email}"
    assert event.summary.value.startswith("LATIHAN: ")


def test_a_change_and_a_cancellation_follow_the_same_entry(
    world,
    at_ten,
    read_journal,
    postbox,  # noqa: F811
):
    row = meeting(world, "invited")
    by = world.post("desk_coordinator")
    later = replace(
        plan(starts_at=row.starts_at + timedelta(hours=1), ends_at=row.ends_at),
        signer=row.signer, secretary=row.secretary,
    )  # fmt: skip
    row = actions.change_meeting(by, row, plan=later)
    read_journal()
    sending.send_due()
    changed = calendar_of(mail_to(postbox, world, "kpu_liaison"))
    assert (changed.method.value, changed.vevent.sequence.value) == ("REQUEST", "1")
    actions.cancel_meeting(by, row, reason="Bencana.")
    read_journal()
    sending.send_due()
    mail = mail_to(postbox, world, "kpu_liaison")
    gone = calendar_of(mail)
    assert (gone.method.value, gone.vevent.sequence.value) == ("CANCEL", "2")
    assert gone.vevent.uid.value == changed.vevent.uid.value
    assert "application/pdf" not in parts(mail)


def test_who_is_struck_gets_a_cancellation_of_her_own(world, at_ten, read_journal, postbox):  # noqa: F811
    row = meeting(world, "invited")
    read_journal()
    sending.send_due()
    seat = row.participants.get(agency=world.agencies["kpu"])
    actions.strike_participant(world.post("desk_coordinator"), seat)
    read_journal()
    sending.send_due()
    entry = calendar_of(mail_to(postbox, world, "kpu_liaison"))
    assert (entry.method.value, entry.vevent.status.value) == ("CANCEL", "CANCELLED")


def test_a_confidential_letter_stays_in_the_house(world, at_ten, read_journal, postbox):  # noqa: F811
    meeting(world, "invited", nature="confidential")
    read_journal()
    sending.send_due()
    mail = mail_to(postbox, world, "kpu_liaison")
    assert set(parts(mail)) == {"text/calendar"}
    assert "Pendopo" not in mail.get_body().get_content()
