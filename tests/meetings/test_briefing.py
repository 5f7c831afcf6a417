"""The briefing pack: what it gathers, whom it shows, and what it leaves out."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from sinergi.followups import actions as followups
from sinergi.incidents.actions import restrict
from sinergi.kernel import files
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Problem
from sinergi.meetings.actions.briefing import make_briefing
from sinergi.meetings.models import AgendaItem, Directive, DirectiveShare, Meeting
from sinergi.stages.models import Anchor, Stage
from tests import factories
from tests.factories import START

pytestmark = pytest.mark.django_db


def a_meeting(world, *, at=START + timedelta(hours=1), state="invited", title="Rapat Forkopimda"):
    return Meeting.objects.create(
        operation=world.operation, region=world.region(factories.REGENCY), kind="forum",
        state=state, title=title, desk=world.desk(factories.REGENCY),
        organiser=world.agencies["kesbangpol"], chair_label="Bupati", place="Pendopo",
        signer=world.posts["regional_secretary"], secretary=world.posts["desk_coordinator"],
        starts_at=at, ends_at=at + timedelta(hours=2), created_at=START - timedelta(days=9),
    )  # fmt: skip


def a_directive(world, meeting, text, *, owner="polres", due=timedelta(days=2)):
    followup = followups.assign(
        world.post("desk_coordinator"), meeting.desk, kind="directive", title=text,
        to=world.agencies[owner], due_at=now() + due,
    )  # fmt: skip
    directive = Directive.objects.create(
        meeting=meeting, number=meeting.directives.count() + 1, text=text,
        due_at=now() + due, given_at=now(), given_by="Sekretaris",
    )  # fmt: skip
    DirectiveShare.objects.create(directive=directive, followup=followup)
    return followup


@pytest.fixture
def meeting(world, clock):
    made = a_meeting(world)
    AgendaItem.objects.create(meeting=made, order=1, title="Paparan situasi")
    return made


@pytest.fixture
def stages(world):
    anchor = Anchor.objects.create(
        operation=world.operation, code="voting", title_id="Pemungutan suara", title_en="Voting"
    )
    for order, (code, title, start, end, tension) in enumerate(
        (("S04", "Penelitian", -14, 11, 1), ("S05", "Penetapan", 12, 12, 2))
    ):
        Stage.objects.create(
            operation=world.operation, code=code, order=order, phase="conduct", title_id=title,
            title_en=title, anchor=anchor, leader="kpu", tension=tension, tense_kinds=["protest"],
            starts_on=START.date() + timedelta(days=start), why_id="Pendukung yang gagal.",
            ends_on=START.date() + timedelta(days=end), basis="PKPU 2/2024", template="uji",
        )  # fmt: skip


def pdf_text(document) -> str:
    pages = PdfReader(io.BytesIO(files.absolute(document.path).read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_it_tells_the_situation_the_stage_ahead_and_what_became_of_directives(
    world, meeting, stages, clock
):
    case = factories.report(world, "babinsa", severity="critical", what="Perusakan posko")
    earlier = a_meeting(world, at=START - timedelta(days=7), state="held", title="Rapat lalu")
    late = a_directive(world, earlier, "Jaga kantor KPU")
    done = a_directive(world, earlier, "Data TPS rawan", owner="kpu")
    done = followups.report_done(world.post("kpu_liaison"), done, answer="Data terlampir.")
    followups.close(world.post("desk_coordinator"), done)
    clock.forward(days=3)
    facts = make_briefing(world.post("desk_coordinator"), meeting).facts
    assert [row["number"] for row in facts["cases"]["rows"]] == [case.number]
    assert [row["title"] for row in facts["stages"]["next"]] == ["Penetapan"]
    assert facts["stages"]["next"][0]["days_left"] == 9
    told = {row["text"]: row for row in facts["directives"]["rows"]}
    assert told[late.title]["tone"] == "overdue" and told[late.title]["late_days"] == 1
    assert told[done.title]["tone"] == "done" and told[done.title]["answer"] == "Data terlampir."


def test_its_pdf_says_the_same_in_indonesian(world, meeting, stages):
    factories.report(world, "babinsa", severity="critical", what="Perusakan posko")
    text = pdf_text(make_briefing(world.post("desk_coordinator"), meeting).document)
    for words in ("BAHAN RAPAT", "Perusakan posko", "Penetapan", "Paparan situasi", "LATIHAN"):
        assert words in text


def test_restricted_cases_stay_out_of_it(world, meeting):
    kept = factories.report(world, "babinsa", severity="critical", what="Rahasia sekali")
    restrict(world.post("desk_coordinator"), kept, agencies=[world.agencies["bawaslu"],
             world.agencies["kesbangpol"]])  # fmt: skip
    pack = make_briefing(world.post("desk_coordinator"), meeting)
    assert kept.number not in str(pack.facts)
    assert pack.facts["situation"]["figures"][0]["value"] == "0"


def test_an_older_pack_stays_as_it_was(world, meeting):
    first = make_briefing(world.post("desk_coordinator"), meeting)
    factories.report(world, "babinsa", severity="critical")
    second = make_briefing(world.post("desk_coordinator"), meeting)
    first.refresh_from_db()
    assert first.facts["cases"]["rows"] == [] and len(second.facts["cases"]["rows"]) == 1


@pytest.mark.parametrize(
    ("role", "state", "status"),
    [
        ("police_officer", "invited", 403),
        ("community_figure", "invited", 404),
        ("desk_coordinator", "held", 409),
    ],
)
def test_who_makes_it(world, meeting, role, state, status):
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    meeting.refresh_from_db()
    with pytest.raises(Problem) as refused:
        make_briefing(world.post(role), meeting)
    assert refused.value.status == status


def test_its_pages(world, meeting, stages, signed_in):
    secretary, officer = signed_in("regional_secretary"), signed_in("police_officer")
    page = reverse("meetings:briefing", args=[meeting.pk])
    assert "Belum ada bahan rapat" in secretary.get(page).text
    assert officer.post(reverse("meetings:briefing-make", args=[meeting.pk])).status_code == 403
    made = secretary.post(reverse("meetings:briefing-make", args=[meeting.pk]))
    assert made.url == page and "Penetapan" in officer.get(page).text
    slides = officer.get(reverse("meetings:briefing-slides", args=[meeting.pk]))
    assert "Arahan rapat terdahulu" in slides.text
    pack = meeting.briefings.get()
    pdf = officer.get(reverse("meetings:briefing-pdf", args=[pack.pk]))
    assert pdf["Content-Type"] == "application/pdf"
    assert signed_in("babinsa").get(page).status_code == 404


def test_statements_do_not_grow_with_cases_and_directives(world, meeting, stages):
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            make_briefing(world.post("desk_coordinator"), meeting)
        return len(found)

    few = asked()
    earlier = a_meeting(world, at=START - timedelta(days=7), state="held", title="Rapat lalu")
    for number in range(12):
        factories.report(world, "babinsa", severity="critical", what=f"Kejadian {number}")
        a_directive(world, earlier, f"Arahan {number}")
    assert asked() <= few + 2
