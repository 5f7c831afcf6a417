"""Follow-ups by their pages: asked, answered, judged; lists and their filters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from sinergi.followups import actions, rules
from sinergi.followups.models import Followup
from sinergi.followups.offers import fingerprint
from sinergi.followups.waiting import sections_for
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Problem
from tests import factories


@pytest.fixture
def asked(world):
    """The desk of the village asks the police sector."""
    return actions.assign(
        world.post("village_head"), world.desk(), kind="assistance", title="Patroli malam",
        detail="Tiga malam", to=world.agencies["polsek"], due_at=now() + timedelta(hours=4),
    )  # fmt: skip


@pytest.fixture
def do(signed_in):
    def post(row, slug, role, **told):
        address = reverse("followups:followup-do", args=[row.pk, slug])
        return signed_in(role).post(address, told)

    return post


def test_from_asking_to_closing_by_pages(asked, do, signed_in):
    assert do(asked, "accept", "kapolsek").status_code == 302
    assert do(asked, "report", "kapolsek", answer="Patroli sudah jalan").status_code == 302
    returned = do(asked, "return", "village_head", reason="Malam kedua belum")
    assert returned.status_code == 302
    assert do(asked, "report", "kapolsek", answer="Malam kedua selesai").status_code == 302
    assert do(asked, "close", "village_head").status_code == 302
    page = signed_in("village_head").get(asked.get_absolute_url())
    assert [event.key for event in page.context["events"]] == [
        "followup.assigned", "followup.accepted", "followup.reported", "followup.returned",
        "followup.reported", "followup.closed",
    ]  # fmt: skip
    assert page.context["standings"] == []


def test_refusing_needs_a_reason(asked, do):
    answer = do(asked, "refuse", "kapolsek", reason="  ")
    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors
    assert do(asked, "refuse", "kapolsek", reason="Personel sedang di Dolopo").status_code == 302
    asked.refresh_from_db()
    assert asked.state == "refused"
    assert asked.closed_at is not None


def test_only_what_fits_the_state_is_offered(asked, signed_in):
    page = signed_in("kapolsek").get(asked.get_absolute_url())
    owner = {one.offer.slug for one in page.context["standings"]}
    assert owner == {"accept", "report", "refuse", "evidence", "word"}
    page = signed_in("village_head").get(asked.get_absolute_url())
    asker = {one.offer.slug for one in page.context["standings"]}
    assert asker == {"word", "postpone", "withdraw"}
    assert page.context["refusals"]


def test_two_answers_at_once_have_one_winner(asked, do):
    seen = fingerprint(asked)
    assert do(asked, "accept", "kapolsek", seen=seen).status_code == 302
    late = do(asked, "refuse", "bhabinkamtibmas", seen=seen, reason="Tidak ada kendaraan")
    assert late.status_code == 409
    assert "Tidak ada kendaraan" in late.text
    asked.refresh_from_db()
    assert asked.state == "accepted"


def test_who_has_no_part_in_it_does_not_know_of_it(asked, do, signed_in):
    assert signed_in("elsewhere:kapolsek").get(asked.get_absolute_url()).status_code == 404
    assert do(asked, "accept", "elsewhere:kapolsek").status_code == 404
    assert do(asked, "accept", "babinsa").status_code == 403


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"title": " "}, "title"),
        ({"to": "Bawaslu"}, None),
        ({"to": ""}, "to"),
        ({"due_at": factories.START - timedelta(hours=1)}, "due_at"),
    ],
)
def test_what_is_asked_must_be_whole(world, told, field):
    whole = {"kind": "task", "title": "Jaga", "to": world.agencies["polsek"], **told}
    if field is None:
        assert actions.assign(world.post("village_head"), world.desk(), **whole).to_body
        return
    with pytest.raises(Problem) as problem:
        actions.assign(world.post("village_head"), world.desk(), **whole)
    assert problem.value.field == field


def test_lists_are_filtered_by_their_address(world, asked, signed_in, clock):
    actions.assign(
        world.post("district_head"), world.desk(factories.DISTRICT), kind="task",
        title="Data kerawanan desa", to=world.desk(), due_at=now() + timedelta(days=2),
    )  # fmt: skip

    def titles(role, **query):
        page = signed_in(role).get(reverse("followups:followups"), query)
        return {row.title for row in page.context["page"]}

    assert titles("village_head") == {"Patroli malam", "Data kerawanan desa"}
    assert titles("village_head", side="us") == {"Data kerawanan desa"}
    assert titles("village_head", side="ours") == {"Patroli malam"}
    assert titles("kapolsek", side="us", state="open") == {"Patroli malam"}
    clock.forward(hours=5)
    assert titles("village_head", state="overdue") == {"Patroli malam"}
    assert titles("village_head", agency=str(world.agencies["polsek"].pk)) == {"Patroli malam"}
    assert titles("elsewhere:babinsa") == set()


def test_a_wrong_filter_shows_all_and_says_nothing_false(asked, signed_in):
    page = signed_in("village_head").get(
        reverse("followups:followups"), {"state": "x", "page": "9"}
    )
    assert page.status_code == 200


def test_my_desk_ranks_what_is_late_first(world, asked, clock, signed_in):
    clock.forward(hours=5)
    page = signed_in("kapolsek").get("/")
    assert page.context["heaps"][0].key == "followups-overdue"
    assert page.context["heaps"][0].urgent
    part = signed_in("kapolsek").get("/", headers={"HX-Request": "1"})
    assert part.text.lstrip().startswith('<div id="heaps"')


def test_my_desk_without_work_is_calm(world, signed_in):
    page = signed_in("kapolsek").get("/")
    assert "Tidak ada yang menunggu" in page.text


def test_what_a_body_outside_owes_waits_for_nobody_until_it_is_late(world, clock):
    head = world.post("village_head")
    actions.assign(
        head, world.desk(), kind="referral", title="Jawaban Bawaslu", to="Bawaslu",
        due_at=now() + timedelta(days=7),
    )  # fmt: skip
    assert sum(section.count for section in sections_for(head)) == 0
    clock.forward(days=8)
    assert sum(section.count for section in sections_for(world.post("village_head"))) == 1


def test_a_heap_says_how_many_more_there_are(world):
    head = world.post("village_head")
    for number in range(11):
        actions.assign(
            world.post("district_head"), world.desk(factories.DISTRICT), kind="task",
            title=f"Tugas {number}", to=world.desk(),
        )  # fmt: skip
    heap = next(section for section in sections_for(head) if section.count)
    assert (heap.count, len(heap.items), heap.rest) == (11, 8, 3)


def test_every_state_has_its_way_out_or_is_an_end():
    following = {state for state in rules.OPEN if any(
        state in allowed for allowed, _next in rules.TRANSITIONS.values()
    )}  # fmt: skip
    assert following == set(rules.OPEN)
    assert set(Followup.State.values) == set(rules.OPEN) | set(rules.ENDED)
