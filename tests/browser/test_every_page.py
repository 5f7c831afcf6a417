"""Every page of every kind of person: axe finds nothing serious, nothing leaves the house."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Enter
from tests.browser.house import House

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = ("serious", "critical")

PAGES = {
    "": ["/lapor/", "/lapor/tanda-terima/", "/sign-in/", "/verify/", "/account/forgotten/",
         "/neutrality/cards/", "/neutrality/figures/", "/open/",
         "/neutrality/cards/desa/kampanye/", "/neutrality/law/", "/neutrality/law/?q=pasal+71"],
    "babinsa": ["/", "/incidents/new/", "/incidents/", "CASE", "/followups/", "/desks/",
                "/alerts/", "/alerts/preferences/", "/alerts/preferences/webhook/",
                "/alerts/subscriptions/", "/alerts/feeds/", "/account/password/", "/stages/",
                "/readiness/", "/readiness/items/?mine=report", "/meetings/", "/commitments/",
                "/library/"],
    "piket": ["/", "/incidents/", "/incidents/?view=map", "CASE", "/figures/", "/desks/",
              "/desks/days/", "DESK", "/followups/", "/account/tokens/", "/warnings/",
              "ALERT", "/warnings/new/", "/warnings/rules/", "ALERTRULE",
              "/warnings/rules/new/?condition=incidents"],
    "bupati": ["/", "/briefing/", "/briefing/wall/?theme=light", "/reviews/", "/incidents/",
               "/figures/", "/stages/", "/readiness/", "/directives/", "SIGN"],
    "sekda": ["/briefing/", "/briefing/wall/", "/reviews/new/", "REVIEW", "/data/",
              "/stages/S05/", "/readiness/gaps/", "MEETING", "MEETING minutes/",
              "MEETING attendance/", "MEETING briefing/", "HELD", "HELD minutes/", "/meetings/new/",
              "/neutrality/periods/", "/neutrality/cards/?who=asn&when=kampanye",
              "/reports/", "/reports/new/", "/reports/schedule/", "REPORT", "COLLECTED",
              "COLLECTED complete/", "REPORT records/incidents_open/", "/directives/",
              "/directives/action-plan/", "COMMITMENT", "/library/"],
    "kpps": ["/polling/", "OWN check-in/opened/", "OWN check-in/closed/",
             "/polling/texts/try/?text=tps+1+bukka"],
    "pps": ["/polling/", "/polling/villages/35.19.11.2009/grid/",
            "/polling/villages/35.19.11.2009/grid/?only=opened"],
    "kpu": ["/polling/", "/polling/?place=35.19.11", "/polling/villages/35.19.11/grid/",
            "/polling/stations/", "/polling/stations/?view=map", "STATION",
            "STATION do/indicators/", "STATION do/position/", "/polling/stations/import/",
            "/polling/milestones/",
            "/polling/indicators/", "/polling/stations/add/", "/polling/board/",
            "/polling/board/?region=35.19.04.2007", "/polling/board/wall/?theme=light",
            "/polling/special-cases/", "/polling/outreach/", "/polling/outreach/targets/",
            "/polling/outreach/plan/", "/polling/outreach/activities/",
            "/polling/outreach/activities/?month=2024-09", "/polling/outreach/targets/targets/"],
    "penangan": ["/", "/neutrality/", "/neutrality/unlock/", "/neutrality/keys/", "CONFIDENTIAL",
                 "REVIEWED classify/", "CONFIDENTIAL hand-over/", "/neutrality/handovers/",
                 "/neutrality/new/finding/", "/neutrality/new/report/", "/neutrality/export/"],
    "pemegangidentitas": ["/", "/neutrality/", "/neutrality/keys/"],
    "bakesbangpol": ["/administration/", "/administration/agencies/", "/administration/roles/",
                     "/administration/policy/",
                     "/administration/journal/", "/administration/tokens/", "CASE",
                     "/alerts/deliveries/",
                     "/administration/people/import/", "/polling/plan/", "/polling/plan/patterns/",
                     "/polling/plan/strength/", "/polling/plan/districts/35.19.04/",
                     "/polling/plan/assign/?district=35.19.04",
                     "/polling/plan/assign/?district=35.19.04&group=1", "/polling/plan/letters/",
                     "/risk/weights/", "/risk/weights/change/", "/risk/indicators/add/"],
    "camat": ["/risk/", "/risk/?show=change", "/risk/?place=35.19.11&level=station",
              "/risk/35.19.11.2009/", "/risk/35.19.11.2009/assess/", "/risk/assess/",
              "/risk/assess/?indicator=history_violence", "/risk/assess/sheet/",
              "/risk/comparison/", "/risk/register/", "/risk/register/new/",
              "/risk/register/new/?region=35.19.11.2009", "RISK", "RISK measure/"],
}  # fmt: skip


# A word of PAGES: the row that is meant, and its page.
ROWS = {
    "ALERT": (
        "SELECT id FROM alerts_alert WHERE state = 'running' ORDER BY sent_at LIMIT 1",
        "/warnings/{}/",
    ),
    "ALERTRULE": (
        "SELECT id FROM alerts_alertrule ORDER BY made_at LIMIT 1",
        "/warnings/rules/{}/",
    ),
    "RISK": (
        "SELECT id FROM risk_risk WHERE region_id = '35.19.11.2009' ORDER BY number LIMIT 1",
        "/risk/register/{}/",
    ),
    "OWN": (
        "SELECT id FROM polling_station WHERE region_id = '35.19.11.2009' AND number = 1",
        "/polling/stations/{}/",
    ),
    "STATION": (
        "SELECT id FROM polling_station ORDER BY region_id, number LIMIT 1",
        "/polling/stations/{}/",
    ),
    "MEETING": (
        "SELECT id FROM meetings_meeting WHERE state = 'invited' ORDER BY starts_at LIMIT 1",
        "/meetings/{}/",
    ),
    "HELD": (
        "SELECT id FROM meetings_meeting WHERE minutes_id IS NOT NULL LIMIT 1",
        "/meetings/{}/",
    ),
    "CONFIDENTIAL": (
        "SELECT id FROM neutrality_case WHERE state = 'decided' ORDER BY number LIMIT 1",
        "/neutrality/{}/",
    ),
    "REVIEWED": (
        "SELECT id FROM neutrality_case WHERE state = 'needs_completion' ORDER BY number LIMIT 1",
        "/neutrality/{}/",
    ),
    "REPORT": (
        "SELECT id FROM briefing_situationreport WHERE state = 'published' LIMIT 1",
        "/reports/{}/",
    ),
    "COLLECTED": (
        (
            "SELECT id FROM briefing_situationreport WHERE region_id = '35.19' "
            "AND document_id IS NULL ORDER BY until_at DESC LIMIT 1"
        ),
        "/reports/{}/",
    ),
    "COMMITMENT": (
        "SELECT id FROM commitments_commitment WHERE kind = 'joint' LIMIT 1",
        "/commitments/{}/",
    ),
    "REVIEW": (
        "SELECT id FROM briefing_review WHERE state = 'open' LIMIT 1",
        "/reviews/{}/",
    ),
    "SIGN": (
        "SELECT id FROM commitments_signatory WHERE label = 'Bupati Madiun' LIMIT 1",
        "/commitments/signatories/{}/sign/",
    ),
}


@pytest.mark.parametrize("shape", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("login", PAGES, ids=lambda login: login or "nobody")
def test_axe_finds_nothing_serious(
    enter: Enter, house: House, login: str, shape: dict[str, Any]
) -> None:
    """On each page that this person uses, on a phone and on a desk."""
    page = enter(login, shape)
    found = [
        f"{address} {fault}"
        for address in PAGES[login]
        for fault in faults(page, _real(house, address))
    ]
    assert found == []


def _real(house: House, address: str) -> str:
    if address == "CASE":
        (row,) = house.sql(
            "SELECT id FROM incidents_incident WHERE region_id = '35.19.11.2009' "
            "AND visibility = 'ordinary' ORDER BY number LIMIT 1"
        )
        return f"/incidents/{row[0]}/"
    for word, (statement, page) in ROWS.items():
        if address.split()[0] == word:
            ((key,),) = house.sql(statement)
            return page.format(key) + address[len(word) :].strip()
    if address == "DESK":
        (row,) = house.sql("SELECT id FROM agencies_desk WHERE region_id = '35.19.11'")
        return f"/desks/{row[0]}/"
    return address


def faults(page: Page, address: str) -> list[str]:
    """What axe calls serious, what is wider than the screen, and a status that is no success."""
    answer = page.goto(address)
    assert answer is not None
    page.wait_for_load_state("load")
    page.wait_for_timeout(300)
    page.evaluate(AXE.read_text("utf-8"))
    told = page.evaluate(
        "() => axe.run({resultTypes: ['violations']}).then(r => r.violations.map("
        "v => [v.impact, v.id, v.nodes.slice(0, 3).map(n => n.target.join(' ')).join('; ')]))"
    )
    found = [f"{rule}: {where}" for impact, rule, where in told if impact in SERIOUS]
    width = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    if width > 0:
        found.append(f"wider than the screen by {width} px")
    if answer.status != 200:
        found.append(f"status {answer.status}")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} first headings")
    return found
