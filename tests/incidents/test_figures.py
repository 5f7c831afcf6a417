"""The figures: each one is the length of a list, and of what its reader may see."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.incidents.filters import IncidentFilter
from sinergi.incidents.queries.figures import figures
from sinergi.kernel.clock import now
from tests import factories


def _settled(world, count, hours=2, **columns):
    closed = {"state": "settled", "next_deadline": None, "acknowledged_at": now()}
    reported = now() - timedelta(hours=hours)
    rows = factories.many_incidents(world, count, **closed, closed_at=now(), **columns)
    for row in rows:
        row.reported_at, row.arrived_at = reported, reported
        row.save()
    return rows


def _mixed(world):
    _settled(world, 3)
    _settled(world, 1, hours=10, desk=world.desk(factories.DISTRICT))
    _settled(
        world, 1, region=world.region(factories.ELSEWHERE), desk=world.desk(factories.ELSEWHERE)
    )
    factories.many_incidents(world, 2)
    factories.many_incidents(world, 1, next_deadline=now() - timedelta(hours=1))
    factories.many_incidents(
        world, 1, visibility="restricted", audience=[world.agencies["kesbangpol"].pk]
    )


def test_the_headline_states_its_parts(world, signed_in):
    _mixed(world)
    page = signed_in("duty_officer").get("/figures/").content.decode()
    total = figures(world.post("duty_officer"), IncidentFilter()).total
    assert (total.settled_in_village, total.settled, total.reported) == (4, 5, 9)
    assert (total.unfinished, total.late, total.above_home, total.unacknowledged) == (4, 1, 1, 4)
    assert total.share_in_village == pytest.approx(0.8)
    assert "80 %" in page


def test_median_and_ninth_decile_are_in_minutes_and_by_level(world):
    for hours in (1, 2, 3, 4, 10):
        _settled(world, 1, hours=hours)
    _settled(world, 1, hours=20, desk=world.desk(factories.DISTRICT))
    times = figures(world.post("duty_officer"), IncidentFilter()).times
    assert times["village"].settled == 5
    assert times["village"].settle_median == pytest.approx(180)
    assert times["village"].settle_p90 == pytest.approx(456)  # 240 + 0.6 * (600 - 240)
    assert times["district"].settle_median == pytest.approx(1200)
    assert times["village"].acknowledge_median == pytest.approx(180)


def test_what_flared_up_again_does_not_count_as_noticed_at_once(world):
    factories.many_incidents(world, 1, acknowledged_at=now())  # arrived in the same moment
    times = figures(world.post("duty_officer"), IncidentFilter()).times
    assert times["village"].acknowledged == 0
    assert times["village"].acknowledge_median is None


def test_everybody_counts_only_what_she_may_see(world):
    _mixed(world)
    seen = {
        role: figures(world.post(role), IncidentFilter()).total.reported
        for role in (
            "desk_coordinator",
            "duty_officer",
            "kapolsek",
            "elsewhere:kapolsek",
            "bhabinkamtibmas",
        )
    }
    assert seen == {
        "desk_coordinator": 9, "duty_officer": 9, "kapolsek": 7,
        "elsewhere:kapolsek": 1, "bhabinkamtibmas": 7,
    }  # fmt: skip


def test_each_number_leads_to_as_many_cases(world, signed_in):
    _mixed(world)
    for days in (0, 1, 4, 8, 20):
        factories.many_incidents(world, 1, at=now() - timedelta(days=days))
    client = signed_in("duty_officer")
    page = client.get("/figures/?days=15")
    context = page.context
    pairs = [(row["url"], row["value"]) for row in context["ages"]]
    for row in [*context["areas"], *context["kinds"]]:
        pairs += [
            (row.cases, row.tally.reported), (row.unfinished, row.tally.unfinished),
            (row.late, row.tally.late), (row.settled, row.tally.settled),
            (row.above, row.tally.above_home),
        ]  # fmt: skip
    for row in context["levels"]:
        pairs += [(row.settled, row.tally.settled), (row.unacknowledged, row.tally.unacknowledged)]
    total, links = context["figures"].total, context["links"]
    pairs += [
        (links["reported"], total.reported), (links["unfinished"], total.unfinished),
        (links["late"], total.late), (links["settled"], total.settled),
        (links["in_village"], total.settled_in_village), (links["above"], total.above_home),
    ]  # fmt: skip
    for url, count in pairs:
        assert client.get(url).context["counts"].total == count, url
    shown = [
        unescape(url) for url in re.findall(r'href="(/incidents/\?[^"]+)"', page.content.decode())
    ]
    assert set(shown) <= {url for url, _ in pairs}


def test_open_cases_of_all_ages_are_all_open_cases(world):
    for days in range(0, 40, 3):
        factories.many_incidents(world, 1, at=now() - timedelta(days=days))
    from sinergi.incidents.views.figures import ages

    found = figures(world.post("duty_officer"), IncidentFilter())
    assert sum(row["value"] for row in ages(found, IncidentFilter())) == found.total.unfinished


def test_inside_a_district_the_villages_are_compared(world, signed_in):
    _mixed(world)
    client = signed_in("duty_officer")
    assert [row.title for row in client.get("/figures/").context["areas"]] == [
        "Kecamatan Dagangan",
        "Kecamatan Jiwan",
    ]
    inside = client.get(f"/figures/?place={factories.DISTRICT}").context["areas"]
    assert [row.title for row in inside] == ["Desa Dagangan"]


def test_days_without_a_case_are_days_of_the_trend(world, signed_in):
    factories.many_incidents(world, 1)
    factories.many_incidents(world, 2, at=now() - timedelta(days=3))
    trend = signed_in("duty_officer").get("/figures/").context["trend"]
    assert [row["value"] for row in trend] == [2, 0, 0, 1]


def test_what_is_done_is_seen_at_once_although_figures_are_remembered(world, signed_in):
    client = signed_in("duty_officer")
    factories.report(world)
    assert client.get("/figures/").context["figures"].total.reported == 1
    factories.report(world)
    assert client.get("/figures/").context["figures"].total.reported == 2


def test_without_cases_the_page_speaks_of_silence(world, signed_in):
    page = signed_in("duty_officer").get("/figures/").content.decode()
    assert "Belum ada yang dapat dihitung." in page
    assert "Arti setiap angka" in page


def test_statements_do_not_grow_with_the_cases(world, signed_in):
    client = signed_in("duty_officer")

    def statements():
        cache.clear()
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/figures/?days=30").status_code == 200
        return len(caught)

    factories.many_incidents(world, 10)
    statements()
    few = statements()
    factories.many_incidents(world, 990)
    assert statements() == few <= 22
