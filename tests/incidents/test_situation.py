"""The situation: list, points, areas and counts of the same cases, for whoever may see them."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings

from sinergi.incidents.exports import export_cases
from sinergi.incidents.filters import IncidentFilter
from sinergi.incidents.kinds import KINDS
from sinergi.incidents.models import Incident
from sinergi.incidents.queries import situation as queries
from sinergi.incidents.queries.figures import figures
from sinergi.kernel.clock import now, use_operation
from sinergi.regions.models import Region
from tests import factories
from tests.incidents.test_situation_filters import filters


def _everywhere(world, count=3):
    """Cases in every village, some at the district, of every severity, open and closed."""
    for code in (factories.VILLAGE, factories.NEIGHBOUR, factories.ELSEWHERE, factories.DISTRICT):
        place = {"region": world.region(code), "desk": world.desk(code)}
        factories.many_incidents(world, count, **place)
        factories.many_incidents(
            world, 1, **place, state="settled", next_deadline=None,
            acknowledged_at=now(), closed_at=now(),
        )  # fmt: skip
        factories.many_incidents(
            world, 1, **place, visibility="restricted", audience=[world.agencies["kesbangpol"].pk]
        )


def _points(client, query="state=all"):
    response = client.get(f"/incidents/points/?{query}", headers={"Accept-Encoding": "identity"})
    assert response.status_code == 200
    return json.loads(b"".join(response.streaming_content))["features"]


def test_who_asks_for_nothing_sees_what_is_open(world, signed_in):
    _everywhere(world)
    page = signed_in("duty_officer").get("/incidents/")
    assert page.context["wanted"] == IncidentFilter(states=("open",))
    assert page.context["counts"].total == 16
    assert "/incidents/points/?state=open" in page.content.decode()


def test_list_and_points_and_areas_show_the_same(world, signed_in):
    _everywhere(world)
    client = signed_in("duty_officer")
    assert len(_points(client)) == 20
    areas = client.get("/incidents/choropleth/?state=all&areas=district").json()
    assert areas["total"] == 20
    page = client.get("/incidents/?state=all&areas=district")
    assert [row["value"] for row in page.context["by_area"]] == [15, 5]


def test_a_restricted_case_is_in_none_of_them(world, signed_in):
    _everywhere(world)
    client = signed_in("kapolsek")  # covers the district, is in no audience
    assert len(_points(client)) == 12
    assert client.get("/incidents/choropleth/?state=all").json()["total"] == 12
    assert client.get("/incidents/?state=all").context["counts"].total == 12


def test_nobody_sees_beyond_her_places_but_what_she_was_asked(world, signed_in):
    _everywhere(world)
    outside = signed_in("elsewhere:kapolsek")
    assert len(_points(outside)) == 4
    case = Incident.objects.filter(region=factories.VILLAGE, visibility="ordinary").first()
    case.asked_agencies = [world.agencies["elsewhere:polsek"].pk]
    case.save()
    assert len(_points(outside)) == 5


def test_another_operation_is_another_world(world, other_world, signed_in):
    factories.many_incidents(other_world, 3)
    assert _points(signed_in("duty_officer")) == []


def test_a_point_without_position_stands_at_its_village_and_says_so(world, signed_in):
    factories.many_incidents(world, 1, what='Ada "kabar"\nbaris kedua', lon=None, lat=None)
    factories.many_incidents(world, 1, lon=111.5, lat=-7.5)
    found = {f["properties"].get("approximate", False): f for f in _points(signed_in("babinsa"))}
    assert found[True]["geometry"]["coordinates"] == [111.5524, -7.7172]
    assert found[False]["geometry"]["coordinates"] == [111.5, -7.5]
    told = found[True]["properties"]
    assert told["title"] == 'Ada "kabar"'
    assert told["kind"] == "Perselisihan antarwarga"
    assert told["at"].endswith("Z")
    assert told["url"] == f"/incidents/{told['id']}/"


def test_a_place_without_a_point_gives_a_feature_without_geometry(world, signed_in):
    factories.many_incidents(world, 1)
    Region.objects.filter(pk=factories.VILLAGE).update(lon=None, lat=None)
    (found,) = _points(signed_in("duty_officer"))
    assert found["geometry"] is None


def test_points_are_compressed_and_not_sent_twice(world, signed_in):
    factories.many_incidents(world, 5)
    client = signed_in("duty_officer")
    first = client.get("/incidents/points/?state=all", headers={"Accept-Encoding": "gzip"})
    assert len(json.loads(gzip.decompress(b"".join(first.streaming_content)))["features"]) == 5
    again = client.get("/incidents/points/?state=all", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    factories.report(world)
    changed = client.get("/incidents/points/?state=all", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_points_are_read_after_the_request_and_mean_its_time_and_language(world, signed_in):
    factories.many_incidents(world, 2)
    asked = signed_in("duty_officer").get(
        "/incidents/points/?days=1", headers={"Accept-Encoding": "identity"}
    )
    with use_operation(None), translation.override("en"):
        found = json.loads(b"".join(asked.streaming_content))["features"]
    assert [feature["properties"]["state"] for feature in found] == ["Dilaporkan"] * 2


def test_points_of_a_filter_that_cannot_be_read_are_refused(world, signed_in):
    client = signed_in("duty_officer")
    response = client.get("/incidents/points/?kind=x", headers={"Accept": "application/json"})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "kind"


def test_the_page_shows_what_is_wrong_at_its_field_and_leaves_it_out(world, signed_in):
    factories.many_incidents(world, 2)
    page = signed_in("duty_officer").get("/incidents/?severity=low&days=soon").content.decode()
    assert "Tulis jumlah hari." in page
    assert "incidents/points/?severity=low&quot;" in page or "points/?severity=low" in page


def test_empty_fields_of_the_form_leave_the_address(world, signed_in):
    client = signed_in("duty_officer")
    answer = client.get("/incidents/?q=&place=35.19.09&days=&level=&view=map&state=open")
    assert answer.status_code == 302
    assert answer["Location"] == "?state=open&place=35.19.09&view=map"


def test_words_that_were_found_are_marked_and_nothing_else_is_html(world, signed_in):
    factories.report(world, what="Warga <b>memasang</b> spanduk tanpa izin di depan balai desa.")
    page = signed_in("duty_officer").get("/incidents/?q=memasang").content.decode()
    assert "<mark>memasang</mark>" in page
    assert "<b>" not in page


def test_a_number_that_was_found_is_marked(world, signed_in):
    factories.report(world)
    page = signed_in("duty_officer").get("/incidents/?q=000001").content.decode()
    assert "KJD/35.19/2024/<mark>000001</mark>" in page


def test_every_case_stands_on_one_page_of_the_list(world, signed_in):
    factories.many_incidents(world, 70)
    Incident.objects.update(happened_at=now())  # all at once: only the key tells them apart
    client = signed_in("duty_officer")
    seen, url = [], "/incidents/?state=all"
    while url:
        page = client.get(url)
        seen += [case.pk for case in page.context["cases"]]
        url = page.context["older"] and f"/incidents/{page.context['older']}"
    assert len(seen) == len(set(seen)) == 70


def test_what_is_no_mark_begins_with_the_newest(world, signed_in):
    factories.many_incidents(world, 2)
    page = signed_in("duty_officer").get("/incidents/?state=all&before=nonsense")
    assert len(page.context["cases"]) == 2


def test_only_the_rows_are_asked_anew(world, signed_in):
    factories.many_incidents(world, 2)
    live = {"HX-Request": "true", "HX-Target": "situation-rows"}
    rows = signed_in("duty_officer").get("/incidents/?state=open", headers=live).content.decode()
    assert "<html" not in rows and rows.count("row-link") == 2
    assert 'data-map-points="/incidents/points/?state=open"' in rows


def test_an_empty_list_speaks_of_silence(world, signed_in):
    page = signed_in("duty_officer").get("/incidents/").content.decode()
    assert "Diam belum tentu aman" in page


@pytest.mark.parametrize("query", ["state=all", "q=spanduk", "areas=village&place=35.19.04&days=7"])
def test_statements_do_not_grow_with_the_cases(world, signed_in, query):
    client = signed_in("duty_officer")

    def statements(url):
        with CaptureQueriesContext(connection) as caught:
            response = client.get(url)
            if response.streaming:
                b"".join(response.streaming_content)
        return len(caught)

    urls = [f"/incidents/{part}?{query}" for part in ("", "points/", "choropleth/")]
    factories.many_incidents(world, 10)
    for url in urls:
        statements(url)  # the outlines of the places are remembered from now on
    few = [statements(url) for url in urls]
    factories.many_incidents(world, 990)
    assert [statements(url) for url in urls] == few
    assert few[0] <= 22


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(filters())
def test_whatever_is_asked_every_view_counts_the_same(counted_world, wanted):
    """List, points, areas, export and figures of one filter are one set of cases."""
    world = counted_world
    for role in ("duty_officer", "kapolsek", "elsewhere:babinsa"):
        post = world.post(role)
        expected = {str(pk) for pk in queries.meant(post, wanted).values_list("pk", flat=True)}
        assert queries.counts(post, wanted).total == len(expected)
        assert _keys_of_list(post, wanted) == expected
        assert _keys_of_points(post, wanted) == expected
        for level in ("district", "village"):
            counted = queries.area_counts(post, wanted, level)
            assert sum(counted.by_code.values()) == len(expected)
        assert figures(post, wanted).total.reported == len(expected)
        if post.can("export"):
            body = b"".join(export_cases(post, wanted, "geojson").streaming_content)
            assert {f["id"] for f in json.loads(body)["features"]} == expected


@pytest.fixture
def counted_world(world):
    for number, kind in enumerate(list(KINDS)[:6]):
        factories.many_incidents(
            world, 2, kind=kind, at=now() - timedelta(days=9 * number),
            region=world.region(list(world.regions)[number % 8]),
            what="Kabar amplop di pasar desa",
        )  # fmt: skip
    _everywhere(world, 1)
    return world


def _keys_of_list(post, wanted):
    keys, before = set(), ""
    while True:
        page = queries.page_of(post, wanted, before)
        keys |= {str(case.pk) for case in page.cases}
        if not page.older:
            return keys
        before = page.older


def _keys_of_points(post, wanted):
    features = json.loads("[" + "".join(queries.point_chunks(post, wanted)) + "]")
    return {feature["properties"]["id"] for feature in features}


def test_counts_of_other_severities_stay_in_sight(world):
    factories.many_incidents(world, 9)
    post = world.post("duty_officer")
    all_of_them = queries.counts(post, IncidentFilter())
    only_low = queries.counts(post, replace(IncidentFilter(), severities=("low",)))
    assert all_of_them.by_severity == only_low.by_severity
    assert (all_of_them.total, only_low.total) == (9, 3)
