"""Documents of alerts: what the standard demands, checked and kept."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from sinergi.alerts.actions import cancel_alert, update_alert
from sinergi.alerts.models import Alert
from sinergi.alerts.warning.cap_rules import NAMESPACE, faults_of, is_circle, is_polygon
from sinergi.kernel.clock import real_now
from sinergi.regions.models import Boundary
from tests.factories import DISTRICT
from tests.factories_warnings import running

SOUND = f"""<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="{NAMESPACE}">
  <identifier>a-1</identifier><sender>posko@contoh.test</sender>
  <sent>2024-09-10T08:00:00+07:00</sent><status>Exercise</status><msgType>Alert</msgType>
  <scope>Restricted</scope><restriction>Pejabat</restriction>
  <info><language>id-ID</language><category>Security</category><event>Massa</event>
    <urgency>Expected</urgency><severity>Severe</severity><certainty>Observed</certainty>
    <area><areaDesc>Dagangan</areaDesc>
      <polygon>-7.1,111.1 -7.2,111.1 -7.2,111.2 -7.1,111.1</polygon>
      <geocode><valueName>Kemendagri</valueName><value>35.19.04</value></geocode></area>
  </info>
</alert>"""


def say(document: str, path: str) -> str:
    root = etree.fromstring(document.encode())
    return root.findtext("/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/")))


def test_a_sound_document_has_no_fault():
    assert faults_of(SOUND.encode()) == []


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("<identifier>a-1</identifier>", "", "alert/identifier"),
        ("a-1", "a 1", "alert/identifier"),
        ("a-1", "a,1", "alert/identifier"),
        ("+07:00", "Z", "alert/sent"),
        ("+07:00", "", "alert/sent"),
        ("Exercise", "Drill", "alert/status"),
        ("<msgType>Alert", "<msgType>Update", "alert/references"),
        ("<restriction>Pejabat</restriction>", "", "alert/restriction"),
        ("Restricted", "Public", "alert/restriction"),
        ("Restricted", "Private", "alert/addresses"),
        ("<category>Security</category>", "", "alert/info/category"),
        ("Severe", "Critical", "alert/info/severity"),
        ("<event>Massa</event>", "<event> </event>", "alert/info/event"),
        ("-7.2,111.2 -7.1,111.1", "-7.2,111.2 -7.3,111.1", "polygon"),
        ("<urgency>Expected</urgency><severity>Severe</severity>",
         "<severity>Severe</severity><urgency>Expected</urgency>", "another order"),
        ("<scope>", "<colour>red</colour><scope>", "does not belong"),
        ("cap:1.2", "cap:1.1", "no alert of CAP 1.2"),
        ("</alert>", "", "no XML"),
    ],
)  # fmt: skip
def test_each_fault_is_named(old, new, where):
    faults = faults_of(SOUND.replace(old, new, 1).encode())
    assert any(where in fault for fault in faults), faults


def test_rings_and_circles():
    assert is_polygon("1,2 3,4 5,6 1,2")
    assert not is_polygon("1,2 3,4 1,2")
    assert not is_polygon("91,2 3,4 5,6 91,2")
    assert is_circle("-7.7,111.5 2.5")
    assert not is_circle("-7.7,111.5")


def test_an_alert_becomes_a_sound_document_marked_as_exercise(world):
    alert = running(world, description="Dua kelompok <saling> ejek & lempar\x07.")
    message = alert.messages.get()
    assert faults_of(message.xml.encode()) == []
    assert say(message.xml, "status") == "Exercise"
    assert say(message.xml, "scope") == "Restricted"
    assert say(message.xml, "sent") == "2024-09-10T08:00:00+07:00"
    assert say(message.xml, "info/description") == "Dua kelompok <saling> ejek & lempar."
    assert say(message.xml, "info/area/geocode/value") == DISTRICT
    assert message.identifier == say(message.xml, "identifier")
    assert re.fullmatch(r"[^\s,<&]+", message.identifier)


def test_the_outline_of_a_place_goes_with_it(world):
    ring = [[111.5, -7.7], [111.6, -7.7], [111.6, -7.8], [111.5, -7.7]]
    Boundary.objects.create(
        region=world.region(DISTRICT), geometry={"type": "Polygon", "coordinates": [ring]},
        west=111.5, south=-7.8, east=111.6, north=-7.7, source="test", loaded_at=real_now(),
    )  # fmt: skip
    message = running(world).messages.get()
    assert say(message.xml, "info/area/polygon").startswith("-7.70000,111.50000 ")
    assert faults_of(message.xml.encode()) == []


def test_updates_and_the_all_clear_refer_to_all_before(world):
    alert = running(world)
    duty = world.post("duty_officer")
    alert = update_alert(duty, alert, headline="Massa bubar", description="Tenang.")
    cancel_alert(duty, Alert.objects.get(pk=alert.pk), reason="Aman.")
    first, second, third = alert.messages.all()
    assert (say(second.xml, "msgType"), say(third.xml, "msgType")) == ("Update", "Cancel")
    told = say(third.xml, "references").split(" ")
    assert [part.split(",")[1] for part in told] == [first.identifier, second.identifier]
    assert say(third.xml, "info/urgency") == "Past"
    assert say(third.xml, "info/description") == "Aman."
    assert not faults_of(third.xml.encode())
