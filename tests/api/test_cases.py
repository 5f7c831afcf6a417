"""A program sees and does what its post sees and does on the pages; no more, no less."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import psycopg
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.incidents.actions import restrict
from sinergi.incidents.models import Incident
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.journal import CHANNEL, event_of
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.seals import make_seal
from tests import factories
from tests.api.conftest import REPORT, Program, token_for

Programs = Callable[..., Program]
World = factories.World


def test_a_report_lands_on_the_desk_of_its_village(program: Programs, world: World) -> None:
    response = program().post("/incidents", {**REPORT, "lon": 111.55, "lat": -7.71, "injured": 1})
    assert response.status_code == 201, response.content
    told = response.json()
    assert response["Location"] == told["href"]
    assert told["desk"]["name"] == world.desk().name and told["state"] == "reported"
    assert told["number"].startswith("KJD/35.19/2024/") and told["must_pass_on_to"] == ["polres"]
    entry = JournalEntry.objects.get(verb="incident.reported")
    assert (entry.door, entry.request_id) == ("api", response["X-Request-ID"])
    assert program().get(told["href"]).json()["number"] == told["number"]


def test_an_exercise_is_marked_on_every_answer(program: Programs) -> None:
    assert program().get("/my-desk")["Sinergi-Exercise"] == "true"
    assert program().get("/nowhere")["Sinergi-Exercise"] == "true"


def test_a_place_outside_ones_area_is_refused_with_who_could(program: Programs) -> None:
    response = program().post("/incidents", {**REPORT, "region": factories.ELSEWHERE})
    assert response.status_code == 403
    assert "desk of that place" in response.json()["detail"]


def test_what_is_not_ones_to_know_does_not_exist(program: Programs, world: World) -> None:
    incident = factories.report(world)
    stranger = program("elsewhere:babinsa")
    for path in ("", "/timeline", "/doubles", "/evidence", "/mediations"):
        assert stranger.get(f"/incidents/{incident.pk}{path}").status_code == 404
    assert stranger.post(f"/incidents/{incident.pk}/acknowledge").status_code == 404
    assert stranger.get("/incidents").json()["items"] == []
    assert stranger.get("/incidents.geojson").getvalue().endswith(b'"features":[]}')


def test_another_operation_is_another_world(
    program: Programs, world: World, other_world: World
) -> None:
    incident = factories.report(world)
    other = Program(token_for(other_world, "regional_secretary"), Client())
    assert other.get(f"/incidents/{incident.pk}").status_code == 404
    assert other.get("/incidents").json()["total"] == 0


def test_a_restricted_case_is_for_named_agencies_alone(program: Programs, world: World) -> None:
    incident = factories.report(world)
    restrict(world.post("regional_secretary"), incident, agencies=[world.agencies["polres"]])
    seen = {
        role: (
            program(role).get(f"/incidents/{incident.pk}").status_code,
            program(role).get("/incidents").json()["total"],
            program(role).get("/figures").json()["total"]["reported"],
            len(program(role).get("/incidents.geojson").getvalue()) > 60,
        )
        for role in ("police_officer", "regional_secretary", "army_officer", "district_head")
    }
    assert seen == {
        "police_officer": (200, 1, 1, True),
        "regional_secretary": (200, 1, 1, True),
        "army_officer": (404, 0, 0, False),
        "district_head": (404, 0, 0, False),
    }


def test_what_may_be_done_is_told_with_its_reason(program: Programs, world: World) -> None:
    incident = factories.report(world)
    told = program("village_head").get(f"/incidents/{incident.pk}").json()["actions"]
    found = {one["action"]: one for one in told}
    assert found["verify"]["allowed"] and found["verify"]["href"].endswith("/verify")
    assert not found["settle"]["allowed"] and found["settle"]["reason"]
    refused = program("village_head").post(found["settle"]["href"], {"outcome": "Sudah damai."})
    assert refused.status_code in (403, 409)


def test_the_life_of_a_case(program: Programs, world: World) -> None:
    head, danramil = program("village_head"), program("danramil")
    case = program().post("/incidents", REPORT).json()["href"]
    assert head.post(f"{case}/acknowledge").json()["acknowledged_at"]
    assert head.post(f"{case}/verify", {"remark": "Kami lihat."}).json()["state"] == "verified"
    assert head.post(f"{case}/handle", {"steps": "Kami datangi."}).json()["state"] == "handled"
    told = {
        "held_at": "2024-09-10T07:30:00+07:00", "place": "Balai desa", "matter": "Spanduk",
        "parties": ["warga RT 1", "warga RT 2"], "outcome": "agreed", "agreement": "Dipindah.",
        "attendance": {"village_head": True, "babinsa": True, "bhabinkamtibmas": False},
    }  # fmt: skip
    mediation = head.post(f"{case}/mediate", told)
    assert mediation.status_code == 201, mediation.content
    assert [check["days"] for check in mediation.json()["checks"]] == [7, 30]
    issued = head.post(f"/mediations/{mediation.json()['id']}/minutes")
    assert issued.status_code == 200, issued.content
    pdf = head.get(issued.json()["minutes"])
    assert pdf["Content-Type"] == "application/pdf" and pdf.getvalue().startswith(b"%PDF")
    signed = SimpleUploadedFile("ba.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")
    kept = head.send(f"/mediations/{mediation.json()['id']}/signed-copy", {"file": signed})
    assert kept.json()["signed_copy"]
    check = mediation.json()["checks"][0]["id"]
    assert head.post(f"/agreement-checks/{check}", {"held": True}).json()["result"] == "held"
    settled = head.post(f"{case}/settle", {"outcome": "Spanduk dipindah."}).json()
    assert (settled["state"], settled["next_deadline"]) == ("settled", None)
    assert head.post(f"{case}/reopen", {"reason": "Terjadi lagi."}).json()["state"] == "handled"
    assert head.post(f"{case}/escalate", {"reason": "Perlu camat."}).json()["desk"]["level"] == (
        "district"
    )
    assert danramil.post(f"{case}/hand-down", {"reason": "Bisa di desa."}).json()["desk"]["level"]
    detail = head.get(case).json()
    assert len(detail["movements"]) == 3 and detail["movements"][1]["sentence"]
    story = [step["verb"] for step in head.get(f"{case}/timeline").json()]
    assert "incident.settled" in story and story[-1] == "incident.reported"


def test_asking_and_referring(program: Programs, world: World) -> None:
    head = program("village_head")
    case = program().post("/incidents", {**REPORT, "kind": "vote_buying"}).json()["href"]
    head.post(f"{case}/verify", {})
    agency = str(world.agencies["bawaslu"].pk)
    asked = head.post(f"{case}/ask", {"agency": agency, "kind": "advice", "title": "Mohon saran"})
    assert asked.status_code == 201, asked.content
    liaison = program("bawaslu_liaison")
    followup = asked.json()["href"]
    assert liaison.get(followup).json()["state"] == "assigned"
    assert liaison.post(f"{followup}/accept").json()["state"] == "accepted"
    assert liaison.post(f"{followup}/report", {"answer": "Sudah."}).json()["state"] == "reported"
    assert head.post(f"{followup}/close").json()["state"] == "closed"
    assert liaison.get("/followups?state=closed").json()["total"] == 1
    referred = head.post(f"{case}/refer", {"body": "bawaslu", "reason": "Dugaan pidana."})
    assert referred.status_code == 201, referred.content
    assert head.get(referred.json()["letter"]).getvalue().startswith(b"%PDF")
    package = head.get(f"/referrals/{referred.json()['id']}/package")
    assert package["Content-Type"] == "application/zip" and package.getvalue()[:2] == b"PK"


def test_evidence_is_kept_shown_and_opened(program: Programs, world: World) -> None:
    incident, asking = factories.report(world), program()
    file = SimpleUploadedFile("surat.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")
    path = f"/incidents/{incident.pk}/evidence"
    kept = asking.send(path, {"file": file, "caption": "Surat"})
    assert kept.status_code == 201, kept.content
    assert asking.get(path).json()[0]["sha256"] == kept.json()["sha256"]
    assert asking.get(kept.json()["shown"]).status_code == 200
    original = asking.get(kept.json()["original"])
    assert original.getvalue() == b"%PDF-1.7\n%%EOF\n"
    assert JournalEntry.objects.filter(verb="evidence.opened", door="api").count() == 1
    wrong = SimpleUploadedFile("x.exe", b"MZ\x00\x00", "application/octet-stream")
    refused = asking.send(path, {"file": wrong})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "files")


def test_a_reference_that_may_not_be_seen_is_a_fault_of_the_field(
    program: Programs, world: World
) -> None:
    incident = factories.report(world)
    hidden = factories.report(world, "elsewhere:babinsa")
    sent = program("village_head").post(f"/incidents/{incident.pk}/merge", {"into": str(hidden.pk)})
    assert (sent.status_code, sent.json()["errors"][0]["field"]) == (422, "into")


def test_the_policy_is_set_by_whom_it_is_given_to(program: Programs, world: World) -> None:
    policy = program().get("/policy").json()
    assert policy["version"] == 0
    told = {"table": policy["table"], "remark": "Uji"}
    assert program("village_head").client.put(
        "/api/v1/policy", told, content_type="application/json"
    ).status_code == 401  # fmt: skip
    asking = program("regional_secretary")
    headers = {"Authorization": f"Bearer {asking.secret}"}
    told["table"]["low"]["village"] = [30, 60]
    put = asking.client.put(
        "/api/v1/policy", told, content_type="application/json", headers=headers
    )
    assert put.json()["version"] == 1, put.content
    case = program().post("/incidents", {**REPORT, "severity": "low"}).json()
    row = Incident.objects.get(pk=case["id"])
    assert (row.ack_due - row.arrived_at).total_seconds() == 30 * 60  # type: ignore[operator]


@pytest.mark.django_db(transaction=True)
def test_the_journal_is_for_auditors_and_proves_itself(program: Programs, world: World) -> None:
    factories.report(world)
    assert program().get("/journal").status_code == 403
    auditor = program("district_head")
    entry = auditor.get("/journal?verb=incident.reported").json()["items"][0]
    assert auditor.get(f"/journal/{entry['id']}/proof").status_code == 404
    seal = make_seal()
    assert seal is not None
    assert auditor.get(f"/seals/{seal.number}").json()["hash"] == seal.hash
    assert auditor.get(f"/journal/{entry['id']}/proof").json()["holds"]


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("district_head", "/incidents?limit=200"),
        ("district_head", "/incidents.geojson"),
        ("district_head", "/figures"),
        ("district_head", "/figures/desks"),
        ("district_head", "/my-desk"),
        ("district_head", "/followups"),
        ("district_head", "/journal?limit=200"),
    ],
)
def test_statements_do_not_grow_with_the_rows(
    program: Programs, world: World, role: str, path: str
) -> None:
    asking = program(role)
    asking.get("/my-desk"), asking.get("/my-desk")

    def statements() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            response = asking.get(path)
            assert response.status_code == 200
            b"".join(response) if response.streaming else response.content
        return len(queries)

    factories.many_incidents(world, 10)
    few = statements()
    factories.many_incidents(world, 990)
    # My desk asks each room once or twice for its heap.
    assert statements() == few <= (18 if path == "/my-desk" else 12)


def test_a_case_is_read_in_a_fixed_number_of_statements(program: Programs, world: World) -> None:
    asking = program("village_head")
    incident = factories.report(world)
    asking.get("/my-desk"), asking.get("/my-desk")
    with CaptureQueriesContext(connection) as before:
        asking.get(f"/incidents/{incident.pk}")
    for name in "abcde":
        file = SimpleUploadedFile(f"{name}.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")
        asking.send(f"/incidents/{incident.pk}/evidence", {"file": file})
    with CaptureQueriesContext(connection) as after:
        assert len(asking.get(f"/incidents/{incident.pk}").json()["evidence"]) == 5
    assert len(after) == len(before) <= 10


def test_a_report_costs_few_statements_and_one_commit(program: Programs, world: World) -> None:
    asking = program()
    asking.post("/incidents", REPORT), asking.post("/incidents", REPORT)
    with CaptureQueriesContext(connection) as queries:
        assert asking.post("/incidents", {**REPORT, "client_id": str(uuid7())}).status_code == 201
    words = [query["sql"].split()[0] for query in queries]
    # In a test the transaction is a savepoint: two of these are BEGIN and COMMIT elsewhere.
    assert words == [
        "EXECUTE",  # the token, still as it was read
        "SAVEPOINT",
        "SELECT",  # the desk, and the policy in force
        "INSERT",  # the first step of its way
        "INSERT",  # the number: from here on others wait
        "INSERT",  # the case
        "INSERT",  # the journal, which tells the listeners
        "RELEASE",
    ]


@pytest.mark.django_db(transaction=True)
def test_listeners_are_told_what_the_journal_says(world: World) -> None:
    with psycopg.connect(**_parameters(), autocommit=True) as listening:
        listening.execute(f"LISTEN {CHANNEL}")
        incident = factories.report(world)
        restrict(world.post("regional_secretary"), incident, agencies=[world.agencies["polres"]])
        told = [json.loads(one.payload) for one in listening.notifies(timeout=10, stop_after=2)]
    entries = JournalEntry.objects.filter(verb__startswith="incident.").order_by("id")
    for heard, entry in zip(told, entries, strict=True):
        said = event_of(entry)
        assert datetime.fromisoformat(heard.pop("at")) == datetime.fromisoformat(said.pop("at"))
        assert heard == said
    assert told[1]["audience"] and told[0]["audience"] is None


def _parameters() -> dict[str, Any]:
    given = connection.get_connection_params()
    return {name: given[name] for name in ("dbname", "user", "host", "port") if given.get(name)}
