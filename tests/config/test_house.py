"""What the house itself answers, and what holds for every request."""

from __future__ import annotations

import gzip
import json
import logging
from typing import Any

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from sinergi.config import answers, documentation, listing, readiness
from sinergi.config.cli import GROUPS
from sinergi.config.compression import CompressText
from sinergi.config.logs import JsonLines, OfDoor
from sinergi.kernel.context import use_door

LONG = "laporan " * 200


@pytest.mark.django_db
def test_it_is_well_while_the_database_answers(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


def test_it_is_not_well_without_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", broken)
    assert answers.health(RequestFactory().get("/healthz")).status_code == 503


@pytest.mark.django_db
def test_an_address_that_leads_nowhere_is_answered_in_kind(client: Client) -> None:
    page = client.get("/nowhere", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "<h1" in page.content.decode()
    problem = client.get("/nowhere", headers={"Accept": "application/json"})
    assert problem["Content-Type"] == "application/problem+json"
    assert problem.json()["code"] == "not-found"


@pytest.mark.django_db
def test_an_address_of_the_api_that_leads_nowhere_is_a_problem_to_whoever_asks(
    client: Client,
) -> None:
    answer = client.get("/api/v1/polling/stations/%0A", headers={"Accept": "*/*"})
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_fault_of_ours_needs_neither_database_nor_session() -> None:
    request = RequestFactory().get("/x", headers={"Accept": "text/html"})
    page = answers.failure(request)
    assert page.status_code == 500
    assert b"<h1" in page.content
    request = RequestFactory().get("/x", headers={"Accept": "application/json"})
    assert json.loads(answers.failure(request).content)["status"] == 500


def test_text_is_compressed_and_a_photo_is_not() -> None:
    request = RequestFactory().get("/x", headers={"Accept-Encoding": "gzip"})
    page = CompressText(lambda _: HttpResponse(LONG))(request)
    assert gzip.decompress(page.content).decode() == LONG
    photo = CompressText(lambda _: HttpResponse(LONG, content_type="image/jpeg"))(request)
    assert "Content-Encoding" not in photo
    part = CompressText(lambda _: HttpResponse(LONG, status=206))(request)
    assert "Content-Encoding" not in part


@pytest.mark.django_db
def test_the_cache_is_shared_through_the_database() -> None:
    one, other = (DatabaseCache("config_cache", {}) for _ in range(2))
    assert one.add("lock-out", 1, timeout=60)
    assert not other.add("lock-out", 1, timeout=60)
    assert other.incr("lock-out") == 2
    call_command("createcachetable", dry_run=True)


def test_a_line_of_the_log_names_its_door_and_request() -> None:
    record = logging.LogRecord("room", logging.INFO, "x", 1, "it %s", ("happened",), None)
    with use_door("api", request_id="r-1"):
        assert OfDoor().filter(record)
    line = json.loads(JsonLines().format(record))
    assert (line["message"], line["door"], line["request_id"]) == ("it happened", "api", "r-1")
    assert line["at"].endswith("+00:00")


@pytest.mark.django_db
def test_the_tables_are_up_to_date_with_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    assert readiness.unapplied() == []


def test_every_command_of_ours_has_a_help() -> None:
    for name in listing.our_commands():
        assert listing.usage(name)[0], name


def test_every_command_in_the_list_exists() -> None:
    shown = {name for commands in listing.grouped(GROUPS).values() for name, _ in commands}
    named = {name for names in GROUPS.values() for name in names}
    assert named <= shown


def test_every_chapter_of_the_docs_can_be_made() -> None:
    for name, chapter in documentation.chapters().items():
        assert documentation.MADE in chapter(), name


def test_every_variable_says_what_it_is_for() -> None:
    from sinergi.config.environment import catalogue

    settings: dict[str, Any] = {name: entry.meaning for name, entry in catalogue.items()}
    assert len(settings) > 10
    assert all(settings.values())
