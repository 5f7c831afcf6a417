"""Reporting by the page: errors at their field, nothing lost, doubles shown, never a barrier."""

from __future__ import annotations

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from sinergi.incidents import kinds
from sinergi.incidents.actions import Report, report_incident
from sinergi.incidents.models import Incident
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.problems import Problem
from sinergi.regions.models import Region
from tests import factories

TOLD = {
    "what": "Dua kelompok pemuda berselisih di lapangan desa.",
    "kind": "martial_arts_friction",
    "region": factories.VILLAGE,
    "when": "now",
}


def photo(name="foto.jpg"):
    content = io.BytesIO()
    Image.new("RGB", (40, 30), (9, 90, 160)).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


@pytest.fixture
def send(signed_in):
    def post(role="babinsa", **told):
        given = {**TOLD, "client_id": str(uuid7()), **told}
        return signed_in(role).post(reverse("incidents:report"), given)

    return post


def errors(answer):
    return answer.context["form"].errors


def test_files_are_kept_with_the_case(send):
    assert send(files=[photo("a.jpg"), photo("b.jpg")], photo=photo("c.jpg")).status_code == 302
    assert {row.blob.name for row in Incident.objects.get().evidence.all()} == {
        "a.jpg", "b.jpg", "c.jpg",
    }  # fmt: skip


def test_severity_follows_from_the_kind_unless_it_was_said(send):
    send()
    send(severity="low", what="Cekcok kecil antarpemuda di warung kopi.")
    assert list(Incident.objects.order_by("pk").values_list("severity", flat=True)) == [
        "high", "low",
    ]  # fmt: skip


def test_nothing_entered_is_lost_and_the_error_stands_at_its_field(send):
    answer = send(what="Ribut", place="Depan balai desa", injured="2", when="hour")
    assert answer.status_code == 422
    assert set(errors(answer)) == {"what"}
    assert "paling sedikit 10 huruf" in str(errors(answer)["what"])
    form = answer.context["form"]
    assert form["place"].value() == "Depan balai desa"
    assert form["injured"].value() == "2"
    assert form["when"].value() == "hour"
    assert 'aria-invalid="true"' in answer.text
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "unknown"}, "kind"),
        ({"region": ""}, "region"),
        ({"region": factories.ELSEWHERE}, "region"),
        ({"happened_at": "2024-09-12T08:00"}, "happened_at"),
        ({"happened_at": "2014-09-12T08:00"}, "happened_at"),
        ({"happened_at": "kemarin"}, "happened_at"),
        ({"when": "other"}, "happened_at"),
        ({"lon": "111.5"}, "lon"),
        ({"lon": "11.5", "lat": "-7.7"}, "lon"),
        ({"injured": "-1"}, "injured"),
        ({"injured": "100000"}, "injured"),
        ({"damage": "x" * 301}, "damage"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(send, told, field):
    answer = send(**told)
    assert answer.status_code in (409, 422)
    assert list(errors(answer)) == [field]
    assert not Incident.objects.exists()


def test_a_time_that_was_typed_counts(send):
    send(when="now", happened_at="2024-09-10T06:30")
    assert Incident.objects.get().happened_at == factories.START - timedelta(minutes=90)


def test_a_bad_file_is_named_and_the_good_ones_must_be_chosen_again(send):
    bad = SimpleUploadedFile("catatan.txt", b"halo", "text/plain")
    answer = send(files=[photo("baik.jpg"), bad])
    assert answer.status_code == 422
    text = str(errors(answer)["files"])
    assert "catatan.txt bukan foto" in text
    assert "pilih kembali: baik.jpg" in text
    assert not Incident.objects.exists()


def test_a_file_that_is_too_large_is_named(send, settings):
    settings.SINERGI_EVIDENCE_LIMITS = {"photo": 100}
    assert "besar.jpg terlalu besar" in str(errors(send(files=[photo("besar.jpg")]))["files"])


def test_after_another_error_it_says_which_files_to_choose_again(send):
    answer = send(what="Ribut", files=[photo("lapangan.jpg")])
    assert "lapangan.jpg" in answer.context["again"]


def test_sent_again_it_is_one_case_with_the_same_answer(send):
    key = str(uuid7())
    first, second = send(client_id=key), send(client_id=key)
    assert first["Location"] == second["Location"]
    assert Incident.objects.count() == 1


def test_a_post_that_does_not_report_is_told_who_does(signed_in):
    answer = signed_in("regent").get(reverse("incidents:report"))
    assert answer.status_code == 403
    assert "Petugas desa" in answer.text


def test_her_only_village_is_chosen_already(signed_in):
    form = signed_in("babinsa").get(reverse("incidents:report")).context["form"]
    assert form["region"].value() == factories.VILLAGE
    form = signed_in("district_head").get(reverse("incidents:report")).context["form"]
    assert not form["region"].value()


def test_a_village_is_never_named_without_its_district(signed_in):
    page = signed_in("duty_officer").get(reverse("incidents:report"))
    assert '<optgroup label="Kecamatan Dagangan">' in page.text


@pytest.fixture
def found(monkeypatch):
    """The position is found in this village, whatever it is."""
    place = SimpleNamespace(code=factories.NEIGHBOUR)

    def locate(lon, lat):
        return Region.objects.with_parent().get(pk=place.code)

    monkeypatch.setattr("sinergi.incidents.forms.report.locate", locate)
    return place


def test_a_position_in_another_village_is_asked_about_once(send, found):
    position = {"lon": "111.5649", "lat": "-7.7095"}
    asked = send("district_head", **position)
    assert list(errors(asked)) == ["keep_place"]
    assert "Desa Jetis" in str(errors(asked)["keep_place"])
    assert 'name="keep_place"' in asked.text
    assert send("district_head", **position, keep_place=factories.NEIGHBOUR).status_code == 302
    assert Incident.objects.get().region_id == factories.NEIGHBOUR
    assert send("district_head", **position, keep_place=factories.VILLAGE).status_code == 302
    assert Incident.objects.filter(region_id=factories.VILLAGE).count() == 1


def test_a_position_alone_gives_the_village(send, found):
    assert send("district_head", region="", lon="111.5649", lat="-7.7095").status_code == 302
    assert Incident.objects.get().region_id == factories.NEIGHBOUR


def test_likely_doubles_are_shown_and_do_not_block(world, send, signed_in):
    there = factories.report(
        world, kind="martial_arts_friction", what="Pemuda berselisih di lapangan desa tadi pagi."
    )
    hint = signed_in("babinsa").get(reverse("incidents:similar"), TOLD)
    assert there.number in hint.text
    assert send().status_code == 302
    case = Incident.objects.exclude(pk=there.pk).get()
    page = signed_in("village_head").get(case.get_absolute_url())
    assert [one.incident.pk for one in page.context["page"].likely] == [there.pk]
    assert f"?into={there.pk}" in page.text


def test_doubles_that_she_may_not_see_are_not_shown(world, signed_in):
    from sinergi.incidents.actions import restrict

    there = factories.report(
        world, kind="martial_arts_friction", what="Pemuda berselisih di lapangan desa tadi pagi."
    )
    restrict(world.post("regional_secretary"), there, agencies=[])
    hint = signed_in("babinsa").get(reverse("incidents:similar"), TOLD)
    assert there.number not in hint.text


def test_every_kind_stands_in_one_group():
    grouped = [code for _title, codes in kinds.GROUPS for code in codes]
    assert sorted(grouped) == sorted(kinds.KINDS)


def test_another_post_cannot_use_the_same_identifier(world):
    key = uuid7()
    factories.report(world, client_id=key)
    with pytest.raises(Problem) as told:
        report_incident(
            world.post("village_head"),
            Report(region=world.region(), kind="crowd", what="Kerumunan di balai", client_id=key),
        )
    assert told.value.status == 409
