"""Every error is application/problem+json, with a stable code (RFC 9457)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sinergi.agencies.models import ApiToken
from sinergi.config.api import running
from sinergi.config.api.rate import Buckets
from sinergi.kernel.clock import real_now
from tests import factories
from tests.api.conftest import REPORT, Program

Programs = Callable[..., Program]


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """The body of a problem, once it is proved to be one."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == status and body["code"] == code
    assert body["type"] == f"/problems/{code}" and body["title"] and body["detail"]
    assert body["instance"] == f"urn:uuid:{response['X-Request-ID']}"
    return body


def test_without_a_token_one_is_told_how_to_sign_in(world: factories.World) -> None:
    response = Client().get("/api/v1/incidents")
    problem(response, 401, "unauthenticated")
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_the_type_of_an_error_leads_to_what_it_means(program: Programs) -> None:
    kind = program().get("/nowhere").json()["type"]
    page = Client(HTTP_ACCEPT="text/html").get(kind)
    assert page.status_code == 200 and "not-found" in page.content.decode()
    assert Client().get("/problems/unheard-of").status_code == 404


def test_an_expired_token_opens_nothing(program: Programs) -> None:
    asking = program()
    ApiToken.objects.update(expires_at=real_now() - timedelta(seconds=1))
    problem(asking.get("/my-desk"), 401, "bad-token")


def test_a_token_that_may_only_read_does_not_write(program: Programs) -> None:
    asking = program("babinsa", "read")
    assert asking.get("/my-desk").status_code == 200
    body = problem(asking.post("/incidents", REPORT), 403, "forbidden")
    assert "scope" in body["detail"]


def test_an_address_that_leads_nowhere(program: Programs) -> None:
    problem(program().get("/nowhere"), 404, "not-found")
    problem(program().post("/nowhere/at/all/", {}), 404, "not-found")


def test_a_method_that_an_address_does_not_know(program: Programs) -> None:
    response = program().client.delete("/api/v1/incidents")
    problem(response, 405, "method-not-allowed")
    assert set(response["Allow"].split(", ")) == {"GET", "POST"}


@pytest.mark.parametrize(
    "content",
    ["{", "", '{"a": NaN}', '"\\ud800"', b"\xff\xfe", "[" * 100_000],
    ids=["cut", "none", "nan", "half a character", "no utf-8", "bottomless"],
)
def test_content_that_cannot_be_read(program: Programs, content: Any) -> None:
    asking = program()
    response = asking.client.post(
        "/api/v1/incidents",
        content,
        content_type="application/json",
        headers={"Authorization": f"Bearer {asking.secret}"},
    )
    assert response.status_code in (400, 422)
    assert response["Content-Type"] == "application/problem+json"


def test_another_form_than_described(program: Programs) -> None:
    response = program().send("/incidents", {"what": "x"})
    problem(response, 415, "unsupported-media-type")


def test_each_fault_is_named_at_its_field_in_the_language_asked_for(program: Programs) -> None:
    wrong = {"region": "nowhere", "kind": "clash", "what": "short", "injured": "2", "colour": "red"}
    errors = problem(program().post("/incidents", wrong), 422, "invalid")["errors"]
    assert {fault["field"] for fault in errors} == {"region", "what", "injured", "colour"}
    english = {fault["field"]: fault["message"] for fault in errors}
    assert english["injured"] == "This must be a whole number."
    answer = program().post("/incidents", wrong, Accept_Language="id").json()
    indonesian = {fault["field"]: fault["message"] for fault in answer["errors"]}
    assert indonesian["injured"] != english["injured"]


def test_a_rule_of_the_house_is_named_at_its_field_too(program: Programs) -> None:
    body = problem(program().post("/incidents", {**REPORT, "kind": "party"}), 422, "invalid")
    assert [fault["field"] for fault in body["errors"]] == ["kind"]


def test_a_fault_of_ours_says_nothing_of_its_inside(
    program: Programs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*given: Any) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("sinergi.followups.api.my_desk.sections_for", fail)
    response = program().get("/my-desk")
    body = problem(response, 500, "internal-error")
    assert "secret" not in str(body)
    assert "a secret of the inside" in caplog.text


def test_who_asks_too_much_is_told_when_to_come_again(
    program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "buckets", Buckets(3))
    asking = program()
    answers = [asking.get("/my-desk") for _attempt in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    problem(answers[3], 429, "too-many-requests")
    assert 1 <= int(answers[3]["Retry-After"]) <= 60
    assert program("danramil").get("/my-desk").status_code == 200


def test_a_bucket_refills_steadily() -> None:
    bucket = Buckets(60)
    assert [bucket.take("a", 0.0) for _take in range(60)] == [0] * 60
    assert bucket.take("a", 0.0) == 1
    assert bucket.take("a", 1.01) == 0
    assert bucket.take("b", 1.01) == 0


def test_a_session_needs_its_csrf_token_on_writes(world: factories.World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        world.posts["babinsa"].account, backend="sinergi.agencies.backends.PhoneOrEmail"
    )
    assert client.get("/api/v1/my-desk").status_code == 200
    sent = client.post("/api/v1/incidents", REPORT, content_type="application/json")
    problem(sent, 403, "forbidden")


def test_a_session_with_its_csrf_token_writes(world: factories.World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        world.posts["babinsa"].account, backend="sinergi.agencies.backends.PhoneOrEmail"
    )
    client.cookies["csrftoken"] = token = "a" * 32
    sent = client.post(
        "/api/v1/incidents",
        REPORT,
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert sent.status_code == 201, sent.content
