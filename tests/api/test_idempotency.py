"""A write that is sent twice is done once, whatever happens in between."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from sinergi.incidents.models import Incident, IncidentEvidence
from sinergi.kernel import idempotency
from sinergi.kernel.clock import real_now
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.models import JournalEntry, KeptAnswer
from tests import factories
from tests.api.conftest import REPORT, Program

Programs = Callable[..., Program]
PDF = b"%PDF-1.7\n%%EOF\n"


def test_the_same_again_is_answered_as_the_first_time(program: Programs) -> None:
    asking = program()
    first = asking.post("/incidents", REPORT, Idempotency_Key="k-1")
    again = asking.post("/incidents", REPORT, Idempotency_Key='"k-1"')
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Location"] == first["Location"]
    assert again["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first
    assert Incident.objects.count() == 1


def test_another_request_under_the_key_is_refused(program: Programs) -> None:
    asking = program()
    asking.post("/incidents", REPORT, Idempotency_Key="k-1")
    other = asking.post("/incidents", {**REPORT, "dead": 1}, Idempotency_Key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert Incident.objects.count() == 1


def test_each_post_has_keys_of_its_own(program: Programs) -> None:
    first = program().post("/incidents", REPORT, Idempotency_Key="k-1")
    other = program("village_head").post("/incidents", REPORT, Idempotency_Key="k-1")
    assert first.json()["id"] != other.json()["id"]


def test_a_refusal_is_not_kept(program: Programs, world: factories.World) -> None:
    incident, asking = factories.report(world), program()
    path = f"/incidents/{incident.pk}/handle"
    early = asking.post(path, {"steps": "Kami datangi."}, Idempotency_Key="k-2")
    assert early.status_code == 409
    assert not KeptAnswer.objects.exists()
    asking.post(f"/incidents/{incident.pk}/verify", {})
    late = asking.post(path, {"steps": "Kami datangi."}, Idempotency_Key="k-2")
    assert late.status_code == 200


@pytest.mark.parametrize("key", ["", "x" * 256, "kunci-é", '"open'])
def test_a_key_that_is_none(program: Programs, key: str) -> None:
    response = program().post("/incidents", REPORT, Idempotency_Key=key)
    if key == '"open':  # a bare key may hold a quotation mark
        assert response.status_code == 201
        return
    assert (response.status_code, response.json()["code"]) == (400, "idempotency-key-malformed")


def test_a_file_sent_again_is_kept_once(program: Programs, world: factories.World) -> None:
    incident, asking = factories.report(world), program()

    def send(content: bytes) -> Any:
        file = SimpleUploadedFile("surat.pdf", content, "application/pdf")
        path = f"/incidents/{incident.pk}/evidence"
        return asking.send(path, {"file": file}, Idempotency_Key="f-1")

    first, again = send(PDF), send(PDF)
    assert (first.status_code, again.status_code) == (201, 201), first.content
    assert IncidentEvidence.objects.count() == 1
    assert send(PDF + b" ").json()["code"] == "idempotency-key-reused"


def test_after_a_day_a_key_is_new(program: Programs) -> None:
    asking = program()
    asking.post("/incidents", REPORT, Idempotency_Key="k-1")
    KeptAnswer.objects.update(made_at=real_now() - timedelta(hours=25))
    second = asking.post("/incidents", REPORT, Idempotency_Key="k-1")
    assert "Idempotency-Replayed" not in second
    assert (Incident.objects.count(), KeptAnswer.objects.count()) == (2, 1)
    KeptAnswer.objects.update(made_at=real_now() - timedelta(hours=25))
    assert idempotency.forget_old() == 1


def test_a_report_is_known_by_its_client_id_without_a_key(program: Programs) -> None:
    asking, told = program(), {**REPORT, "client_id": str(uuid7())}
    first, again = asking.post("/incidents", told), asking.post("/incidents", told)
    assert first.json()["number"] == again.json()["number"]
    assert JournalEntry.objects.filter(verb="incident.reported").count() == 1


def test_a_crash_before_the_answer_is_kept_undoes_the_write(
    program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = program()

    def crash(*given: Any) -> None:
        raise KeyboardInterrupt  # what no handler answers: as if the process were killed

    with monkeypatch.context() as patch:
        patch.setattr(idempotency, "_keep", crash)
        with pytest.raises(KeyboardInterrupt):
            asking.post("/incidents", REPORT, Idempotency_Key="k-3")
    assert not Incident.objects.exists() and not KeptAnswer.objects.exists()
    assert asking.post("/incidents", REPORT, Idempotency_Key="k-3").status_code == 201


def _in_thread(work: Callable[[], Any]) -> Any:
    try:
        return work()
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_while_the_first_is_at_work_the_second_is_told_to_wait(
    program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking, working, go_on = program(), threading.Event(), threading.Event()
    keep = idempotency._keep

    def slowly(*given: Any) -> None:
        working.set()
        assert go_on.wait(20)
        keep(*given)

    monkeypatch.setattr(idempotency, "_keep", slowly)
    send = lambda: asking.post("/incidents", REPORT, Idempotency_Key="k-4")  # noqa: E731
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(_in_thread, send)
        assert working.wait(20)
        second = send()
        go_on.set()
        assert first.result(20).status_code == 201
    assert (second.status_code, second.json()["code"]) == (409, "idempotency-key-in-flight")
    assert second["Retry-After"] == "1"
    assert send()["Idempotency-Replayed"] == "true"
    assert Incident.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_are_one(program: Programs) -> None:
    asking = program()
    start = threading.Barrier(8)

    def send() -> Any:
        start.wait(20)
        return asking.post("/incidents", REPORT, Idempotency_Key="k-5")

    with ThreadPoolExecutor(8) as pool:
        answers = [job.result(60) for job in [pool.submit(_in_thread, send) for _n in range(8)]]
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert Incident.objects.count() == KeptAnswer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_reports_with_one_client_id_are_one(program: Programs) -> None:
    asking, told = program(), {**REPORT, "client_id": str(uuid7())}
    start = threading.Barrier(8)

    def send() -> Any:
        start.wait(20)
        return asking.post("/incidents", told)

    with ThreadPoolExecutor(8) as pool:
        answers = [job.result(60) for job in [pool.submit(_in_thread, send) for _n in range(8)]]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert Incident.objects.count() == 1
