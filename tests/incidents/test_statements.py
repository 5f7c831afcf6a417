"""A page asks the database as often for a thousand rows as for ten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sinergi.followups.models import Followup
from sinergi.incidents.models import (
    AgreementCheck,
    IncidentEvidence,
    IncidentFollowup,
    Mediation,
    Referral,
)
from sinergi.kernel.clock import now
from sinergi.kernel.models import Blob, JournalEntry
from tests import factories

MOST = 30  # statements of any page, those of the session and the shell included


def statements(client, address):
    client.get(address)  # what is kept from the first request on is kept
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked)


def many_followups(world, count):
    rows = [
        Followup(
            operation=world.operation, region=world.region(), kind="task", title=f"Tugas {number}",
            from_desk=world.desk(factories.DISTRICT), from_label="Camat", to_desk=world.desk(),
            created_at=now(), due_at=now() + timedelta(hours=number - 5),
        )
        for number in range(count)
    ]  # fmt: skip
    return Followup.objects.bulk_create(rows)


def much_on_a_case(world, case, count):
    """`count` of everything that belongs to a case."""
    followups = many_followups(world, 3 * count)
    blobs = Blob.objects.bulk_create(
        Blob(
            operation=world.operation, sha256=f"{number:064x}", size=9, media_type="audio/mpeg",
            name="a.mp3", received_at=now(), received_from="B", original_path=f"{number:064x}",
        )
        for number in range(count)
    )  # fmt: skip
    IncidentEvidence.objects.bulk_create(
        IncidentEvidence(incident=case, blob=blob, added_at=now(), added_by="Babinsa")
        for blob in blobs
    )
    mediations = Mediation.objects.bulk_create(
        Mediation(
            incident=case, held_at=now(), place="Balai", parties=["a", "b"], attendance={},
            matter="x", outcome="not_agreed",
        )
        for _ in range(count)
    )  # fmt: skip
    AgreementCheck.objects.bulk_create(
        AgreementCheck(incident=case, mediation=one, followup=row, days=7, due_at=now())
        for one, row in zip(mediations, followups, strict=False)
    )
    Referral.objects.bulk_create(
        Referral(incident=case, body="polres", reason="x", sent_at=now(), followup=row)
        for row in followups[count : 2 * count]
    )
    IncidentFollowup.objects.bulk_create(
        IncidentFollowup(incident=case, followup=row) for row in followups[2 * count :]
    )
    JournalEntry.objects.bulk_create(
        JournalEntry(
            at=now(), recorded_at=now(), operation=world.operation, region=case.region_id,
            actor_label="Babinsa", verb="incident.acknowledged",
            subject_type="incidents.incident", subject_id=str(case.pk), subject_label=case.number,
            door="test",
        )
        for _ in range(count)
    )  # fmt: skip


@pytest.mark.parametrize("role", ["village_head", "regional_secretary", "regent", "kapolsek"])
def test_pages_of_many_cases(world, signed_in, role):
    client = signed_in(role)
    addresses = [reverse("followups:my-desk"), reverse("followups:followups")]
    if role != "regent":
        addresses.append(reverse("incidents:report"))
    factories.many_incidents(world, 10)
    many_followups(world, 10)
    few = [statements(client, address) for address in addresses]
    factories.many_incidents(world, 990)
    many_followups(world, 990)
    assert [statements(client, address) for address in addresses] == few
    assert max(few) <= MOST


def test_a_case_with_much_on_it(world, signed_in):
    client = signed_in("village_head")
    case, other = factories.many_incidents(world, 2)
    much_on_a_case(world, case, 10)
    much_on_a_case(world, other, 300)
    few = statements(client, case.get_absolute_url())
    assert statements(client, other.get_absolute_url()) == few <= MOST


def test_a_case_among_many_that_are_like_it(world, signed_in):
    client = signed_in("village_head")
    case = factories.many_incidents(world, 10)[0]
    few = statements(client, case.get_absolute_url())
    factories.many_incidents(world, 990)
    assert statements(client, case.get_absolute_url()) == few


def test_forms_among_many_cases(world, signed_in):
    client = signed_in("village_head")
    case = factories.many_incidents(world, 10, state="verified")[0]
    slugs = ("merge", "ask", "refer", "mediate", "correct", "evidence")
    addresses = [reverse("incidents:incident-do", args=[case.pk, slug]) for slug in slugs]
    few = [statements(client, address) for address in addresses]
    factories.many_incidents(world, 990)
    assert [statements(client, address) for address in addresses] == few
    assert max(few) <= MOST
