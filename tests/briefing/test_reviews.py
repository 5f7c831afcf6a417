"""Reviews: what was known at a decision, where time was lost, lessons as follow-ups, the paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.briefing.actions import close_review, draw_lesson, note_in_review, open_review
from sinergi.briefing.models import Review
from sinergi.briefing.queries.review_gaps import gaps_of
from sinergi.briefing.queries.reviews import timeline_of
from sinergi.followups.models import Followup
from sinergi.incidents.actions import (
    Report,
    acknowledge,
    correct,
    settle,
    start_handling,
    verify,
)
from sinergi.incidents.models import Incident
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from tests.factories import DISTRICT, REGENCY, World, many_incidents, report
from tests.factories_stages import calendar
from tests.fixtures import Clock

pytestmark = pytest.mark.django_db
COORDINATOR = "desk_coordinator"


@pytest.fixture
def case(world: World, clock: Clock) -> Incident:
    """Reported at 8, taken notice of at 9.30 (late), verified, corrected, settled at 11."""
    row = report(world, severity="high", kind="crowd", what="Konvoi di jalan raya.")
    head = world.post("village_head")
    clock.forward(minutes=90)
    row = acknowledge(head, row)
    clock.forward(minutes=10)
    row = verify(head, row)
    clock.forward(minutes=10)
    row = start_handling(head, row, steps="Mendatangi lokasi.")
    clock.forward(minutes=10)
    told = Report(
        region=row.region, kind="crowd", severity="high", what="Konvoi 40 orang di jalan raya.",
        happened_at=row.happened_at,
    )  # fmt: skip
    row = correct(head, row, reason="Jumlah orang.", report=told)
    clock.forward(minutes=60)
    row = settle(head, row, outcome="Bubar dengan damai.")
    clock.forward(hours=2)
    return row


@pytest.fixture
def review(world: World, case: Incident) -> Review:
    """A review of that case, opened by the coordinator."""
    return open_review(world.post(COORDINATOR), world.desk(REGENCY), title="Konvoi", incident=case)


def test_the_span_of_a_case_is_its_own(review: Review, case: Incident) -> None:
    assert (review.since, review.until) == (case.happened_at, case.closed_at)
    assert (review.about, review.region_id) == ("incident", case.region_id)


def test_each_decision_says_what_was_known(world: World, review: Review) -> None:
    lines = timeline_of(world.post(COORDINATOR), review).lines
    known = {line.event.key: line.known for line in lines if line.kind == "decision"}
    noticed, settled = known["incident.acknowledged"], known["incident.settled"]
    assert noticed is not None and settled is not None
    assert (noticed.told, noticed.age) == (1, timedelta(minutes=90))
    assert (settled.told, settled.since_last) == (3, 1)


def test_gaps_are_measured_against_the_policy(world: World, review: Review) -> None:
    steps = {gap.step: gap for gap in gaps_of(world.post(COORDINATOR), review).steps}
    assert steps["acknowledged"].took == timedelta(minutes=90)
    assert steps["acknowledged"].is_late and not steps["settled"].is_late


def test_a_day_without_confirmation_is_a_silent_one(world: World, review: Review) -> None:
    silence = gaps_of(world.post(COORDINATOR), review).silence
    assert (silence.asked, silence.silent) == (0, 0)  # the day still runs
    Review.objects.filter(pk=review.pk).update(since=now() - timedelta(days=3))
    again = Review.objects.whole().get(pk=review.pk)
    silence = gaps_of(world.post(COORDINATOR), again).silence
    assert silence.asked == silence.silent > 0


def test_a_stage_is_told_by_its_grave_cases(world: World, clock: Clock) -> None:
    stages = calendar(world)
    grave = report(world, severity="high", what="Perselisihan berat.")
    report(world, severity="low", what="Perselisihan kecil.")
    on = next(row for row in stages.values() if row.starts_on and row.is_on(now().date()))
    clock.forward(hours=5)
    row = open_review(world.post(COORDINATOR), world.desk(REGENCY), title="Tahapan", stage=on)
    row = Review.objects.whole().get(pk=row.pk)
    timeline = timeline_of(world.post(COORDINATOR), row)
    told = [line.subject for line in timeline.lines if line.event.key == "incident.reported"]
    assert told == [grave.number]
    gaps = gaps_of(world.post(COORDINATOR), row)
    assert gaps.figures is not None and gaps.figures.total.reported == 2


def test_notes_by_whoever_answers(world: World, review: Review) -> None:
    police = world.post("police_officer")
    note_in_review(police, review, kind="unknown", text="Rute konvoi tidak dilaporkan.")
    assert review.notes.get().agency_id == police.agency_id
    with pytest.raises(Problem):
        note_in_review(world.post("regent"), review, kind="well", text="Baik.")


def test_a_lesson_is_a_followup_that_climbs(world: World, review: Review) -> None:
    due = now() + timedelta(days=7)
    lesson = draw_lesson(
        world.post(COORDINATOR), review, title="Daftar nomor darurat di tiap posko",
        to=world.agencies["polsek"], due_at=due,
    )  # fmt: skip
    row = lesson.followup
    assert (row.kind, row.due_at, row.next_climb) == ("lesson", due, due)
    assert row.origin_url == review.get_absolute_url()
    assert Followup.objects.visible_to(world.post("kapolsek")).filter(pk=row.pk).exists()


def test_closing_issues_a_paper_and_ends_it(
    world: World, review: Review, signed_in: Callable[[str], Client]
) -> None:
    note_in_review(world.post("police_officer"), review, kind="well", text="Cepat di lokasi.")
    closed = close_review(world.post(COORDINATOR), review, conclusion="Pemberitahuan terlambat.")
    assert closed.document is not None and closed.document.number
    answer = signed_in("duty_officer").get(f"/reviews/{review.pk}/paper/")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    with pytest.raises(Problem) as refused:
        note_in_review(world.post("police_officer"), review, kind="well", text="Lagi.")
    assert refused.value.status == 409


def test_what_is_wrong_is_said_at_its_field(world: World, case: Incident) -> None:
    by, desk = world.post(COORDINATOR), world.desk(REGENCY)
    told: list[tuple[str, dict[str, Any]]] = [
        ("title", {"title": " ", "incident": case}),
        ("since", {"title": "Kosong"}),
        ("since", {"title": "Nanti", "since": now() + timedelta(days=1)}),
        ("until", {"title": "Terbalik", "since": now() - timedelta(hours=1),
                   "until": now() - timedelta(hours=2)}),
    ]  # fmt: skip
    for field, arguments in told:
        with pytest.raises(Problem) as refused:
            open_review(by, desk, **arguments)
        assert refused.value.field == field, arguments


def test_only_who_issues_reports_opens_one(world: World) -> None:
    with pytest.raises(Problem) as refused:
        open_review(
            world.post("duty_officer"), world.desk(REGENCY), title="Uji",
            since=now() - timedelta(days=1),
        )  # fmt: skip
    assert refused.value.status == 403


def test_a_review_of_a_restricted_case_is_for_named_agencies(
    world: World, review: Review, case: Incident
) -> None:
    coordinator = world.post(COORDINATOR)
    note_in_review(world.post("police_officer"), review, kind="unknown", text="Rahasia.")
    case = Incident.objects.get(pk=case.pk)
    case.visibility, case.audience = "restricted", [coordinator.agency_id]
    case.save()
    for role in ("police_officer", "kapolsek", "regional_secretary"):
        post = world.post(role)
        assert not Review.objects.visible_to(post).exists(), role
        told = JournalEntry.objects.visible_to(post).filter(subject_type__startswith="briefing.")
        assert not told.exists(), role
    assert Review.objects.visible_to(coordinator).exists()


def test_scope_ends_at_her_places(world: World, review: Review) -> None:
    assert Review.objects.visible_to(world.post("kapolsek")).exists()
    assert not Review.objects.visible_to(world.post("elsewhere:kapolsek")).exists()


def test_the_pages(world: World, review: Review, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("regional_secretary")
    assert review.title in client.get("/reviews/").content.decode()
    page = client.get(f"/reviews/{review.pk}/").content.decode()
    assert "Diketahui saat itu" in page
    assert client.get(f"/incidents/{review.incident_id}/").status_code == 200
    form = client.get(f"/reviews/new/?incident={review.incident.number}&title=Lagi")
    assert form.status_code == 200 and review.incident.number in form.content.decode()
    sent = client.post(
        "/reviews/new/", {"title": "Lagi", "incident": review.incident.number, "seen": ""}
    )
    assert sent.status_code == 302
    assert Review.objects.filter(title="Lagi", incident=review.incident_id).exists()
    due = (now() + timedelta(days=4)).strftime("%Y-%m-%dT%H:%M")
    told = {"title": "Latihan", "to": f"agency:{world.agencies['polsek'].pk}", "due_at": due}
    assert client.post(f"/reviews/{review.pk}/lesson/", told).status_code == 302
    assert review.lessons.count() == 1


def test_statements_do_not_grow_with_the_story(
    world: World, review: Review, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("regional_secretary")
    few = statements(client, review)
    many_incidents(world, 30, desk=world.desk(DISTRICT))
    for number in range(5):
        note_in_review(world.post("police_officer"), review, kind="well", text=f"{number}")
    assert statements(client, review) <= few <= 30


def statements(client: Client, review: Review) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(f"/reviews/{review.pk}/").status_code == 200
    return len(caught)


def test_the_same_by_the_api(
    world: World, case: Incident, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("regional_secretary")

    def send(path: str, **body: Any) -> Any:
        answer = client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")
        assert answer.status_code in (200, 201), answer.content
        return answer.json()

    made = send("/reviews", title="Konvoi", incident=str(case.pk))
    assert (made["about"], made["incident"]) == ("incident", str(case.pk))
    path = f"/reviews/{made['id']}"
    send(f"{path}/notes", kind="well", text="Cepat.")
    due = (now() + timedelta(days=3)).isoformat()
    told = send(f"{path}/lessons", title="Latihan", agency=str(world.agencies["polsek"].pk),
                due_at=due)  # fmt: skip
    assert len(told["lessons"]) == 1
    lines = client.get(f"/api/v1{path}/timeline").json()
    assert [line["known"] for line in lines if line["verb"] == "incident.acknowledged"] == [1]
    assert send(f"{path}/close", conclusion="Selesai.")["document"]
    assert client.get("/api/v1/reviews").json()["total"] == 1
