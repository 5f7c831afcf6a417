"""An alert, as its people live it: a rule fires, it is approved, known, climbs, and ends."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta

import pypdf
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Enter
from tests.browser.house import House
from tests.browser.test_story import report

HEADLINE = "Tiga ujaran kebencian dalam satu kecamatan"
TEXTS = (
    "Selebaran bernada menghina ditempel di balai dusun.",
    "Rekaman suara berisi hinaan beredar di grup pengajian.",
    "Coretan bernada permusuhan di dinding pos ronda.",
)
REPORT = re.compile(r"/reports/[0-9a-f-]{36}/$")
ALERT = re.compile(r"/warnings/[0-9a-f-]{36}/$")


def write_rule(page: Page) -> None:
    """Three of a kind in one district within six hours; tried on the past, then let to watch."""
    page.goto("/warnings/rules/new/?condition=incidents")
    page.locator("#choose-kinds summary").click()
    page.locator("input[name=kinds][value=hate_speech]").check()
    page.locator("[name=headline]").fill(HEADLINE)
    page.locator("[name=severity]").select_option("Severe")
    page.locator("main form [type=submit]").click()
    page.wait_for_url(re.compile(r"/warnings/rules/[0-9a-f-]{36}/$"))
    address = page.url
    page.goto(f"{address}try/")
    page.locator("main form [type=submit]").click()
    page.wait_for_url(address)
    page.get_by_role("button", name="Mulai mengawasi").click()
    expect(page.locator("main")).to_contain_text("Mengawasi")


def know(page: Page) -> None:
    """One tap on the banner that stands above whatever page she looks at."""
    page.goto("/")
    banner = page.locator(".alert-banner", has_text=HEADLINE)
    banner.get_by_role("button").click()
    expect(page.locator(".alert-banner", has_text=HEADLINE)).to_have_count(0)


def send_when_offered(page: Page, address: str) -> None:
    """Send the form that stands there, once it does: numbers are frozen only past the cut-off."""
    for _look in range(12):
        page.goto(address)
        if page.locator("main form [type=submit]").count():
            break
        page.wait_for_timeout(15_000)
    page.locator("main form [type=submit]").click()


def publish_report(page: Page) -> str:
    """The evening's report: opened, frozen at its cut-off by the clock, completed, approved, out.

    Gives the words of its PDF.
    """
    page.goto("/reports/new/")
    until = page.locator("#id_until_at")
    moment = datetime.fromisoformat(until.input_value()) + timedelta(minutes=1)
    until.fill(f"{moment:%Y-%m-%dT%H:%M}")
    page.locator("main form [type=submit]").click()
    page.wait_for_url(REPORT)
    address = page.url
    page.goto(f"{address}complete/")
    page.locator("[name=situation][value=alert]").check()
    for field in ("general", "prediction"):
        page.locator(f"#id_text_{field}").fill("Selebaran diturunkan warga; petugas berjaga.")
    page.locator("main form [type=submit]").click()
    page.wait_for_url(address)
    for slug in ("approve", "publish"):
        send_when_offered(page, f"{address}{slug}/")
        page.wait_for_url(address)
    answer = page.request.get(f"{address}document/")
    assert answer.headers["content-type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.body())).pages
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def test_three_incidents_become_an_alert_that_is_known_climbs_and_is_called_off(
    enter: Enter, house: House
) -> None:
    """Nobody looks for it: the rule watches, the duty officer approves, the silent are climbed."""
    write_rule(enter("bakesbangpol", DESK))
    phone = enter("babinsa", PHONE)
    for text in TEXTS:
        report(phone, text, "hate_speech")

    duty = enter("piket", DESK)
    duty.goto("/warnings/")
    expect(duty.get_by_role("link", name=HEADLINE)).to_be_visible(timeout=40_000)
    duty.get_by_role("link", name=HEADLINE).click()
    duty.wait_for_url(ALERT)
    address = duty.url
    expect(duty.locator("main")).to_contain_text("3 kejadian")
    duty.goto(f"{address}approve/")
    duty.locator("main form [type=submit]").click()
    duty.wait_for_url(address)
    expect(duty.locator("main")).to_contain_text("PRG/35.19/2024/")

    know(enter("camat", PHONE))
    know(enter("kapolsek", PHONE))
    silent = enter("danramil", PHONE)
    silent.goto("/")
    expect(silent.locator(".alert-banner", has_text=HEADLINE)).to_be_visible()

    house.sql(
        "UPDATE alerts_alert SET escalate_at = now() - interval '5 years' WHERE headline = %s",
        HEADLINE,
    )
    line = duty.locator(".alert-receipts li", has_text="Danramil Mejayan")
    duty.goto(address)
    expect(line).to_contain_text("atasan diberi tahu", timeout=60_000)
    expect(duty.locator(".alert-receipts li", has_text="Camat Mejayan")).to_contain_text("Tahu")

    duty.goto(f"{address}cancel/")
    duty.locator("[name=reason]").fill("Selebaran sudah diturunkan, warga tenang.")
    duty.locator("main form [type=submit]").click()
    duty.wait_for_url(address)
    expect(duty.locator("main")).to_contain_text("Dicabut")
    silent.goto("/")
    expect(silent.locator(".alert-banner", has_text=HEADLINE)).to_have_count(0)
    kinds = house.sql(
        "SELECT m.kind FROM alerts_alertmessage m JOIN alerts_alert a ON a.id = m.alert_id "
        "WHERE a.headline = %s ORDER BY m.sent_at",
        HEADLINE,
    )
    assert kinds == [("Alert",), ("Cancel",)]

    paper = publish_report(enter("bakesbangpol", DESK))
    assert "Peringatan" in paper and HEADLINE in paper
    assert "Dicabut" in paper and "sudah tahu" in paper
