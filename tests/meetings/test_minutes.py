"""Minutes: typed live by several, nothing lost; issued, kept, corrected."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from sinergi.kernel import files
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.meetings.actions import (
    add_agenda_item,
    close_meeting,
    correct_minutes,
    give_directive,
    issue_minutes_of_meeting,
    mark_present_by_hand,
    write_minutes,
)
from sinergi.meetings.models import AgendaItem, MinutesRevision
from sinergi.meetings.queries.minutes import documents_of
from tests.factories_meetings import meeting as make_meeting

JSON = {"Accept": "application/json"}


@pytest.fixture
def running(world):
    """A coordination meeting of the regency in session."""
    return make_meeting(world, "running")


@pytest.fixture
def point(running):
    return running.agenda.order_by("order")[1]


@pytest.fixture
def write(signed_in, point):
    def send(role, text, based_on, headers=JSON, item=None):
        address = reverse("meetings:minutes-write", args=[(item or point).pk])
        told = {"text": text, "based_on": based_on}
        return signed_in(role).post(address, told, headers=headers)

    return send


def text_of(document):
    """The text of a PDF in one line."""
    content = files.absolute(document.path).read_bytes()
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_each_saved_text_is_kept_and_the_present_one_is_the_last(world, point, write):
    assert write("regional_secretary", "Kapolres memaparkan", 0).json()["revision"] == 1
    answer = write("regional_secretary", "Kapolres memaparkan kerawanan.\n", 1)
    assert (answer.status_code, answer.json()["revision"]) == (200, 2)
    point.refresh_from_db()
    assert point.text == "Kapolres memaparkan kerawanan."
    kept = MinutesRevision.objects.filter(item=point).values_list("number", "text")
    assert list(kept) == [(1, "Kapolres memaparkan"), (2, "Kapolres memaparkan kerawanan.")]
    entry = JournalEntry.objects.for_subject(point).last()
    assert (entry.verb, entry.facts["revision"]) == ("minutes.written", 2)
    assert "Kapolres" not in str(entry.changes)


def test_the_same_text_again_is_no_new_text(world, point, write):
    write("regional_secretary", "Satu", 0)
    assert write("regional_secretary", "Satu", 0).json()["revision"] == 1
    assert MinutesRevision.objects.count() == 1


def test_two_writers_have_one_winner_and_the_other_sees_both(world, point, write):
    assert write("regional_secretary", "Satu\nDua\nTiga", 0).status_code == 200
    assert write("regional_secretary", "Satu!\nDua\nTiga", 1).status_code == 200
    late = write("duty_officer", "Satu\nDua\nTiga\nEmpat", 1)
    assert late.status_code == 409
    told = late.json()
    assert (told["text"], told["revision"]) == ("Satu!\nDua\nTiga", 2)
    assert told["by"] == world.posts["regional_secretary"].title
    assert told["merged"] == "Satu!\nDua\nTiga\nEmpat"
    assert write("duty_officer", told["merged"], 2).status_code == 200
    point.refresh_from_db()
    assert point.text == "Satu!\nDua\nTiga\nEmpat"


def test_changes_of_the_same_line_are_for_people_to_decide(world, point, write):
    write("regional_secretary", "Satu", 0)
    write("regional_secretary", "Satu A", 1)
    assert write("duty_officer", "Satu B", 1).json()["merged"] is None


def test_without_a_script_a_conflict_shows_both_texts(world, point, write, signed_in):
    write("regional_secretary", "Satu", 0)
    page = write("duty_officer", "Milik saya", 0, headers={"Accept": "text/html"})
    assert page.status_code == 409
    assert "Milik saya" in page.text
    assert ">Satu<" in page.text
    kept = write("duty_officer", "Milik saya", 1, headers={"Accept": "text/html"})
    assert kept.status_code == 302
    point.refresh_from_db()
    assert point.text == "Milik saya"


def test_a_crash_between_two_saves_loses_only_what_was_not_sent(world, point, write, signed_in):
    write("regional_secretary", "Sebelum padam", 0)
    page = signed_in("regional_secretary").get(reverse("meetings:minutes", args=[point.meeting_id]))
    assert "Sebelum padam" in page.text
    # What the browser kept was based on revision 1, and is sent on top of it.
    assert write("regional_secretary", "Sebelum padam, lalu menyala", 1).status_code == 200


@pytest.mark.parametrize("based_on", ["", "x", "-1", "99999999999999999999", "²"])
def test_a_revision_that_is_none_of_ours_is_a_conflict(world, point, write, based_on):
    write("regional_secretary", "Satu", 0)
    assert write("duty_officer", "Dua", based_on).status_code == 409


def test_who_sees_the_meeting_reads_and_only_its_keepers_write(world, point, write, signed_in):
    assert write("regent", "Halo", 0).status_code == 403
    assert write("elsewhere:kapolsek", "Halo", 0).status_code == 404
    page = signed_in("regent").get(reverse("meetings:minutes", args=[point.meeting_id]))
    assert page.status_code == 200
    assert "<textarea" not in page.text
    state = signed_in("regent").get(reverse("meetings:minutes-state", args=[point.meeting_id]))
    assert [one["revision"] for one in state.json()["points"]] == [0, 0, 0]


def test_a_secretary_of_another_agency_writes_too(world):
    secretary = world.post("kpu_liaison")
    row = make_meeting(world, "running", secretary=secretary)
    item = row.agenda.first()
    assert write_minutes(secretary, item, text="Catatan", based_on=0).revision == 1


@pytest.mark.parametrize("state", ["planned", "invited", "cancelled"])
def test_minutes_need_a_meeting_that_was_opened(world, state):
    item = make_meeting(world, state).agenda.first()
    with pytest.raises(Problem) as problem:
        write_minutes(world.post("desk_coordinator"), item, text="Dini", based_on=0)
    assert problem.value.status == 409


def test_a_point_comes_up_while_it_runs(world, running, signed_in):
    client = signed_in("regional_secretary")
    address = reverse("meetings:minutes-point", args=[running.pk])
    assert client.post(address, {"title": "Usulan Bawaslu"}).status_code == 302
    assert running.agenda.filter(title="Usulan Bawaslu").exists()
    assert client.post(address, {"title": " "}).status_code == 422


def test_a_text_that_is_too_long_is_refused(world, point, write):
    answer = write("regional_secretary", "x" * 50_001, 0)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "text"


@pytest.fixture
def held(world, running, point):
    """The same, closed, with texts, one who came and two directives."""
    by = world.post("desk_coordinator")
    write_minutes(
        by, point, text="Kapolres memaparkan tiga titik rawan.\nBupati menanggapi.", based_on=0
    )
    for seat in running.participants.all()[:1]:
        mark_present_by_hand(by, seat, came_as="Wakapolres")
    due = running.starts_at.replace(month=9, day=20, hour=9)
    give_directive(
        by, running, text="Pemetaan TPS rawan", due_at=due, evidence_asked="Daftar TPS",
        owners=[world.agencies["polres"], world.desk("35.19.04")], item=point,
    )  # fmt: skip
    give_directive(by, running, text="Rapat kecamatan", owners=[world.desk()], due_at=due)
    return close_meeting(by, running)


def test_the_minutes_say_what_was_recorded(world, held):
    issued = issue_minutes_of_meeting(world.post("desk_coordinator"), held)
    document = issued.minutes
    assert document.number == "NOT/35.19/2024/000001"
    text = text_of(document)
    for part in (
        "NOTULEN RAPAT", "Rapat Koordinasi Forkopimda", "Bupati Madiun", "Wakapolres",
        "Hadir 1 (satu) dari", "Paparan kerawanan", "Kapolres memaparkan tiga titik rawan.",
        "Bupati menanggapi.", "Tidak ada catatan.", "Pemetaan TPS rawan", "Daftar TPS",
        "20 September 2024", str(world.agencies["polres"]), "Mengesahkan", "Notulis",
    ):  # fmt: skip
        assert part in text, part


def test_a_second_call_keeps_the_first(world, held):
    by = world.post("desk_coordinator")
    first = issue_minutes_of_meeting(by, held).minutes
    assert issue_minutes_of_meeting(by, held).minutes == first
    assert len(documents_of(held)) == 1


def test_issued_minutes_are_closed_and_corrected_by_new_ones(world, held, point, write, signed_in):
    by = world.post("desk_coordinator")
    with pytest.raises(Problem) as problem:
        correct_minutes(by, held, texts={}, reason="Salah tulis")
    assert problem.value.status == 409
    first = issue_minutes_of_meeting(by, held).minutes
    assert write("regional_secretary", "Diam-diam", 1).status_code == 409
    client = signed_in("regional_secretary")
    address = reverse("meetings:minutes-correct", args=[held.pk])
    assert client.get(address).status_code == 200
    same = {f"point-{item.pk}": item.text for item in held.agenda.all()}
    assert client.post(address, {**same, "reason": "Salah tulis"}).status_code == 422
    told = {**same, f"point-{point.pk}": "Kapolres memaparkan empat titik rawan."}
    assert client.post(address, {**told, "reason": " "}).status_code == 422
    assert client.post(address, {**told, "reason": "Jumlah titik rawan"}).status_code == 302
    held.refresh_from_db()
    assert held.minutes != first
    assert documents_of(held) == [first, held.minutes]
    text = text_of(held.minutes)
    assert f"Perbaikan atas notulen Nomor {first.number}" in text
    assert "empat titik rawan" in text
    assert "tiga titik rawan" in text_of(first)
    for document in (first, held.minutes):
        path = reverse("meetings:minutes-document", args=[document.pk])
        assert client.get(path)["Content-Type"] == "application/pdf"
        assert signed_in("elsewhere:kapolsek").get(path).status_code == 404


def test_running_minutes_are_not_issued(world, running):
    with pytest.raises(Problem) as problem:
        issue_minutes_of_meeting(world.post("desk_coordinator"), running)
    assert problem.value.status == 409


def test_the_history_shows_every_text(world, point, write, signed_in):
    write("regional_secretary", "Pertama", 0)
    write("duty_officer", "Kedua", 1)
    address = reverse("meetings:minutes-history", args=[point.meeting_id])
    page = signed_in("regent").get(address)
    assert [row.text for row in page.context["revisions"]] == ["Kedua", "Pertama"]


def test_the_page_asks_as_often_for_forty_points_as_for_three(
    world, running, signed_in, django_assert_max_num_queries
):
    by = world.post("desk_coordinator")
    for number in range(37):
        add_agenda_item(by, running, title=f"Butir {number}")
    assert AgendaItem.objects.count() == 40
    client, address = (
        signed_in("regional_secretary"),
        reverse("meetings:minutes", args=[running.pk]),
    )
    client.get(address)
    with django_assert_max_num_queries(40):
        assert client.get(address).status_code == 200
