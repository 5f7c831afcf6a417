"""Every address x every role: nothing breaks, nothing is shown that is not hers to see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from sinergi.agencies.models import Account
from sinergi.agencies.roles import ROLES
from sinergi.followups.models import Followup
from sinergi.incidents import actions
from sinergi.polling.models import Equipment, Pattern
from tests.factories import ELSEWHERE, VILLAGE, World
from tests.neutrality.test_cases_pages import a_file
from tests.permissions import (
    of_alerts,
    of_commitments,
    of_directives,
    of_library,
    of_meetings,
    of_neutrality,
    of_polling,
    of_reviews,
    of_risk,
    of_risk_register,
    of_situation_reports,
    situations,
)

pytestmark = pytest.mark.django_db

# Open to everybody, by purpose: signing in, checking a document, the state of the server.
PUBLIC = re.compile(
    r"^/(push-worker\.js|lapor/|open/|healthz|language/|sign-in/|sign-out/|verify/|api/v1/(docs|openapi\.json|$)|"
    r"api/v1/(documents|problems|neutrality/figures)|account/(barred|forgotten|second-factor/(webauthn/login|"
    r"authenticate))|account/language/|neutrality/(figures|cards|law)/)"
)
ROLES_TRIED = ["village_head", "kapolsek", "duty_officer", "regent", "administrator"]


def patterns(found: Any = None, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """All addresses of the house, with their pattern."""
    for entry in (found or get_resolver()).url_patterns:
        here = before + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLResolver):
            yield from patterns(entry, here)
        else:
            yield here, entry


@pytest.fixture
def objects(world: World) -> Callable[[str, str], str]:
    """The key of something of that kind in that village, for an address."""
    made: dict[str, Any] = {}

    def key(address: str, code: str) -> str:
        if code not in made:
            made[code] = things(world, code)
        return next((v for k, v in made[code].items() if k in address), str(world.operation.pk))

    return key


def things(world: World, code: str) -> dict[str, str]:
    """One of each, by what its address contains; the narrower ones first."""
    case = situations.case(world, code)
    mediation = situations.mediation(world, code)
    evidence = situations.evidence(world, code)
    head = world.post("elsewhere:village_head" if code == ELSEWHERE else "village_head")
    mediation = actions.issue_minutes(head, mediation)
    referral = actions.refer(head, case, body="polres", reason="Perlu ditangani.")
    return {
        "reviews/<": str(of_reviews.review(world, code).pk),
        "warnings/messages/<": of_alerts.message(world, code).key,
        "warnings/rules/<": str(of_alerts.rule("live")(world, code).pk),
        "warnings/<": str(of_alerts.alert("running")(world, code).pk),
        "polling/check-ins/<": str(of_polling.checked_in(world, code).pk),
        "polling/special-cases/<": str(of_polling.special_case("open")(world, code).pk),
        "outreach/activities": str(of_polling.planned(world, code).pk),
        "polling/activities": str(of_polling.planned(world, code).pk),
        "polling/plan/patterns/<": str(of_polling.of_plan(Pattern)(world, code).pk),
        "polling/plan/equipment/<": str(of_polling.of_plan(Equipment)(world, code).pk),
        "polling/plan/letters/<": str(of_polling.letters(world, code).pk),
        "polling/stations/people": str(of_polling.person(world, code).pk),
        "polling/stations/<": str(of_polling.listed(world, code).pk),
        "polling/milestones/<": str(of_polling.milestone(world, code).pk),
        "polling/indicators/<": str(of_polling.indicator(world, code).pk),
        "risk/register/<": str(of_risk_register.in_state("open")(world, code).pk),
        "risk/indicators/<": str(of_risk.shipped(world, code).pk),
        "risk/stations/<": str(of_polling.listed(world, code).pk),
        "incidents/mediations": str(mediation.pk),
        "incidents/checks": str(mediation.checks.all()[0].pk),
        "incidents/evidence": str(evidence.pk),
        "incidents/documents": str(mediation.document_id),
        "incidents/referrals": str(referral.pk),
        "incidents/": str(case.pk),
        "followups/evidence": str(situations.followup_evidence(world, code).pk),
        "followups/": str(Followup.objects.get(pk=referral.followup_id).pk),
        "desks/shifts": str(situations.shift(world, code).pk),
        "desks/members": str(situations.member(world, code).pk),
        "desks/": str(world.desk(code).pk),
        "administration/people": str(situations.pillar(world, code).account_id),
        "administration/posts": str(situations.pillar(world, code).pk),
        "administration/agencies": str(situations.pillar(world, code).agency_id),
        "minutes/<": str(of_directives.issued(world, code).minutes_id),
        "agenda-points/": str(of_directives.point(world, code).pk),
        "meetings/points": str(of_directives.point(world, code).pk),
        "seats/": str(of_meetings.seat("invited")(world, code).pk),
        "directives/": str(of_directives.directive(world, code).pk),
        "meetings/<": str(of_directives.issued(world, code).pk),
        "neutrality/keys/": str(of_neutrality.key_of("bawaslu_handler")(world, code).pk),
        "neutrality/requests/": str(of_neutrality.asked(world, code).pk),
        "neutrality/handovers/": str(of_neutrality.prepared(world, code).pk),
        "neutrality/files/": str(a_file(of_neutrality.case("registered")(world, code)).pk),
        "neutrality/cases/": str(of_neutrality.case("registered")(world, code).pk),
        "neutrality/<": str(of_neutrality.case("registered")(world, code).pk),
        "report-parts/": str(of_situation_reports.owed_part(world, code).pk),
        "reports/parts/": str(of_situation_reports.owed_part(world, code).pk),
        "reports/": str(of_situation_reports.SITUATIONS["note_correction"](world, code).pk),
        "mediations/": str(mediation.pk),
        "evidence/": str(evidence.pk),
        "referrals/": str(referral.pk),
        "tokens/": str(situations.token(world, code).pk),
        "signatories/": str(of_commitments.line(world, code).pk),
        "drives/": str(of_commitments.drive(world, code).pk),
        "commitments/": str(of_commitments.opened(world, code).pk),
        "library/versions": str(of_library.version(world, code).pk),
        "library/": str(of_library.entry(world, code).pk),
    }


def filled(address: str, key: Callable[[str, str], str], code: str) -> str:
    """An address with something of the village in it."""

    def value(match: re.Match[str]) -> str:
        kind, _, name = match.group(1).rpartition(":")
        if name == "code" and address.startswith(("/polling/", "/risk/")):
            return "logistics" if "check-in/" in address else code
        if kind == "slug" or name in ("slug", "form"):
            return "verify" if "incidents/<" in address else "csv"
        if kind == "int" or name in ("number", "entry_id"):
            return "1"
        if name == "code":
            return VILLAGE if "regions" in address else "AAAAABBBBB"
        return key(address, code)

    return re.sub(r"<([^>]+)>", value, address).replace("^.+$", "nowhere").split("(?P")[0]


ADDRESSES = sorted({address for address, _ in patterns()})


def test_nobody_sees_anything_without_signing_in(
    world: World, objects: Callable[[str, str], str]
) -> None:
    """Sent to the sign-in, or refused: 401."""
    wrong = []
    for address in ADDRESSES:
        url = filled(address, objects, VILLAGE)
        if PUBLIC.match(url):
            continue
        answer = Client().get(url)
        sent_away = answer.status_code == 302 and "/sign-in/" in answer["Location"]
        if not (sent_away or answer.status_code in (401, 404, 405)):
            wrong.append(f"{url} {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES_TRIED)
def test_no_address_breaks(
    world: World,
    signed_in: Callable[[str], Client],
    objects: Callable[[str, str], str],
    role: str,
) -> None:
    """Whatever the role, and whatever the address: an answer, never a failure."""
    assert role in ROLES
    client = signed_in(role)
    client.raise_request_exception = False
    broken = []
    for address in ADDRESSES:
        if "sign-out" in address:
            continue
        url = filled(address, objects, VILLAGE)
        status = client.get(url).status_code
        if status >= 500:
            broken.append(f"{url} {status}")
    assert broken == []


OF_A_PLACE = [
    address
    for address in ADDRESSES
    if re.match(
        r"/(api/v1/)?(incidents|followups|meetings|agenda-points|seats|directives|desks|mediations|"
        r"evidence|referrals)/",
        address,
    )
    and "<" in address
    and "people" not in address
    and "export" not in address
]


def test_what_lies_elsewhere_does_not_exist_for_a_village(
    world: World, signed_in: Callable[[str], Client], objects: Callable[[str, str], str]
) -> None:
    """404, so that nothing leaks: not even that it is there."""
    client = signed_in("village_head")
    seen = []
    for address in OF_A_PLACE:
        url = filled(address, objects, ELSEWHERE)
        status = client.get(url).status_code
        if status not in (404, 405):
            seen.append(f"{url} {status}")
    assert seen == []
    assert Account.objects.exists()
