"""The pages of a case and of the report, as a person meets them."""

from __future__ import annotations

from django.urls import reverse

from sinergi.incidents import actions
from sinergi.incidents.models import Incident
from tests import factories


def test_my_desk_shows_what_waits(world, signed_in):
    incident = factories.report(world)
    page = signed_in("village_head").get("/")
    assert page.status_code == 200
    assert incident.headline in page.text
    assert reverse("incidents:report") in page.text


def test_my_desk_of_the_regent_shows_figures(world, signed_in):
    factories.report(world, kind="officer_violence")
    page = signed_in("regent").get("/")
    assert page.status_code == 200
    assert page.context["pictures"][0].value == 1


def test_report_page_and_receipt(world, signed_in):
    client = signed_in("babinsa")
    page = client.get(reverse("incidents:report"))
    assert page.status_code == 200
    told = {
        "what": "Warga berkumpul di balai desa menolak hasil rapat.",
        "kind": "crowd",
        "region": factories.VILLAGE,
        "when": "hour",
        "client_id": page.context["form"]["client_id"].value(),
    }
    answer = client.post(reverse("incidents:report"), told, follow=True)
    incident = Incident.objects.get()
    assert answer.redirect_chain[0][0] == incident.get_absolute_url()
    assert incident.number in answer.text
    assert (factories.START - incident.happened_at).total_seconds() == 3600
    again = client.post(reverse("incidents:report"), told)
    assert again.status_code == 302
    assert Incident.objects.count() == 1


def test_case_page_tells_its_story(world, signed_in):
    incident = factories.report(world)
    head = world.post("village_head")
    actions.verify(head, incident, remark="Dicek di lokasi")
    page = signed_in("village_head").get(incident.get_absolute_url())
    assert page.status_code == 200
    assert "Dicek di lokasi" in page.text
    part = signed_in("village_head").get(incident.get_absolute_url(), headers={"HX-Request": "1"})
    assert 'id="case-now"' in part.text
    assert 'id="case-rest"' in part.text
    assert "<html" not in part.text


def test_every_form_of_a_case_can_be_opened(world, signed_in):
    incident = factories.report(world)
    client = signed_in("regional_secretary")
    for one in client.get(incident.get_absolute_url()).context["standings"]:
        assert client.get(one.url).status_code == 200, one.offer.slug


def test_follow_up_pages(world, signed_in):
    incident = factories.report(world)
    asked = actions.ask_agency(
        world.post("village_head"),
        incident,
        agency=world.agencies["polsek"],
        kind="assistance",
        title="Bantuan patroli malam",
    )
    client = signed_in("kapolsek")
    assert "Bantuan patroli malam" in client.get("/").text
    page = client.get(asked.followup.get_absolute_url())
    assert page.status_code == 200
    assert client.get(reverse("followups:followups")).status_code == 200
