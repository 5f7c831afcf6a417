"""Whatever is sent, the API answers as it is described, and never fails (Schemathesis).

Half of what is generated keeps to the description, half breaks it on purpose. Where the
description is kept to, identifiers are replaced by those of real rows, so that the actions behind
them are reached and not only their 404.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import positive_data_acceptance

from sinergi.config.wsgi import application
from sinergi.incidents import actions
from sinergi.incidents.models import Incident
from sinergi.kernel import views
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from tests import factories
from tests.api.conftest import PDF, token_for

ROLE = "regional_secretary"
EXAMPLES = 8
# Business rules refuse what the description alone would let through.
LEFT_OUT = [positive_data_acceptance]

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
schema.config.generation.update(database="none")


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """A real request lets go of its connection; here all of them share that of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def known(world: factories.World, _one_connection: None) -> Iterator[dict[str, str]]:
    """Identifiers of real rows by the names of the parameters that mean them, and a token."""
    case = factories.report(world, kind="vote_buying", files=[factories_file()])
    head = world.post("village_head")
    actions.verify(head, case)
    talk = actions.record_mediation(
        head, case, held_at=now(), place="Balai desa", parties=["warga", "warga RT 2"],
        attendance={"babinsa": True}, matter="Spanduk", outcome="agreed", agreement="Dipindah.",
    )  # fmt: skip
    talk = actions.issue_minutes(head, talk)
    referral = actions.refer(head, case, body="bawaslu", reason="Dugaan pelanggaran.")
    asked = actions.ask_agency(
        head, case, agency=world.agencies["local_government"], kind="advice", title="Saran"
    )
    with mock.patch.object(views, "MOST_PER_MINUTE", 10**6):
        yield {
            "incident_id": str(case.pk),
            "into": str(factories.report(world).pk),
            "followup_id": str(asked.followup_id),
            "mediation_id": str(talk.pk),
            "check_id": str(talk.checks.all()[0].pk),
            "referral_id": str(referral.pk),
            "evidence_id": str(case.evidence.all()[0].pk),
            "desk_id": str(world.desk().pk),
            "agency_id": str(world.agencies["bawaslu"].pk),
            "agency": str(world.agencies["bawaslu"].pk),
            "entry_id": str(JournalEntry.objects.all()[0].pk),
            "code": str(talk.document.code),
            "region": factories.VILLAGE,
            "place": factories.DISTRICT,
            "token": token_for(world, ROLE),
        }
    assert Incident.objects.exists()


def factories_file() -> Any:
    """A small PDF, as somebody uploads it."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("surat.pdf", PDF, "application/pdf")


def put_in(case: Any, part: ParameterLocation, name: str, known: dict[str, str]) -> None:
    """Put the identifiers of real rows into a part of the request that was made to be valid."""
    given, made = getattr(case, name), case.meta.components.get(part)
    if made is None or not made.mode.is_positive or not isinstance(given, dict):
        return
    if known.keys() & given.keys():
        setattr(case, name, {key: known.get(key, value) for key, value in given.items()})


@pytest.mark.slow
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_it_answers_as_described(case: Any, known: dict[str, str]) -> None:
    places = known | {"code": factories.VILLAGE} if "/regions" in case.path else known
    put_in(case, ParameterLocation.PATH, "path_parameters", places)
    put_in(case, ParameterLocation.QUERY, "query", {"place": known["place"]})
    put_in(case, ParameterLocation.BODY, "body", known)
    case.call_and_validate(
        headers={"Authorization": f"Bearer {known['token']}", "Accept-Encoding": "identity"},
        excluded_checks=LEFT_OUT,
    )
