"""The whole story, as its people live it: from a phone in the village to the regency and back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Enter
from tests.browser.house import House

WHAT = "Dua kelompok warga berselisih soal pemasangan bendera di lapangan desa."


def report(page: Page, what: str, kind: str = "neighbour_dispute", severity: str = "") -> str:
    """Fill in the report as on a phone; gives the address of the case."""
    page.goto("/incidents/new/")
    page.locator("#id_what").fill(what)
    page.locator("#id_kind").select_option(kind)
    if severity:
        page.locator("#id_severity").select_option(severity)
    page.locator("#id_place").fill("Lapangan desa, RT 03")
    page.get_by_role("button", name="Kirim laporan").click()
    page.wait_for_url(re.compile(r"/incidents/[0-9a-f-]{36}/"))
    return page.url.partition("?")[0]


def act(page: Page, slug: str, **fields: str) -> None:
    """Do one of the actions that the page of a case offers, by its form."""
    page.goto(page.url.partition("?")[0].rstrip("/") + f"/{slug}/")
    form = page.locator("main form").first
    for name, value in fields.items():
        control = form.locator(f"[name={name}]")
        kind = control.first.get_attribute("type")
        if kind in ("checkbox", "radio"):
            form.locator(f"[name={name}][value={value}]").check()
        else:
            control.fill(value)
    form.locator("[type=submit]").click()
    page.wait_for_url(re.compile(r"/incidents/[0-9a-f-]{36}/(\?.*|#.*)?$"))


def test_a_report_travels_from_the_village_and_is_settled_there(
    enter: Enter, house: House, tmp_path: Path
) -> None:
    """Report on a phone, live at the duty officer's, verify, mediate, PDF, settled."""
    watching = enter("piket", DESK)
    watching.goto("/incidents/")
    phone = enter("babinsa", PHONE)
    address = report(phone, WHAT)

    # It appears on the other screen by itself, without a touch.
    expect(watching.get_by_text(WHAT).first).to_be_visible(timeout=20_000)

    head = enter("kades", PHONE)
    head.goto(address)
    act(head, "verify", remark="Sudah dicek bersama ketua RT.")
    head.goto(address)
    act(head, "handle", steps="Menemui kedua pihak di lapangan.")
    head.goto(address)
    act(
        head, "mediate",
        place="Balai desa", parties="Warga RT 03\nWarga RT 05", matter=WHAT,
        attendance="village_head", outcome="agreed",
        agreement="Bendera dipindahkan bersama-sama.",
    )  # fmt: skip
    head.goto(address)
    head.locator("form[action*='minutes'] [type=submit], a[href*='minutes']").first.click()
    head.wait_for_load_state()
    submit = head.locator("main form[action*='minutes'] [type=submit]")
    if submit.count() and not head.locator("a[href*='/documents/']").count():
        submit.first.click()
    head.goto(address)
    link = head.locator("a[href*='/documents/']").first.get_attribute("href") or ""
    paper = head.request.get(link)
    assert paper.status == 200
    assert paper.body().startswith(b"%PDF-")

    act(head, "settle", outcome="Kedua pihak berdamai dan memindahkan bendera.")
    head.goto(address)
    expect(head.locator("main")).to_contain_text("Selesai")
    rows = house.sql("SELECT state, level FROM incidents_incident WHERE what = %s", WHAT)
    assert rows == [("settled", "village")]


def test_what_nobody_looks_at_climbs_to_the_regency_by_itself(enter: Enter, house: House) -> None:
    """Each step is done by the worker's clock, and explains itself on the page."""
    what = "Dua perguruan silat saling ejek di tugu desa, massa bertambah."
    phone = enter("babinsa", PHONE)
    address = report(phone, what, "martial_arts_friction", "high")
    page = enter("piket", DESK)
    page.goto(address)
    for level in ("Kecamatan", "Desk Pilkada"):
        house.sql(
            "UPDATE incidents_incident SET next_deadline = now() - interval '5 years' "
            "WHERE what = %s AND level <> 'regency'",
            what,
        )
        expect(page.locator("main")).to_contain_text(
            re.compile(rf"naik sendiri ke (Posko )?{level}"), timeout=40_000
        )
    assert house.sql("SELECT level FROM incidents_incident WHERE what = %s", what) == [("regency",)]


@pytest.mark.parametrize("shape", [PHONE, DESK], ids=["phone", "desk"])
def test_a_mistake_is_told_at_its_field_and_nothing_is_lost(
    enter: Enter, shape: dict[str, Any]
) -> None:
    """In Indonesian, and with what was entered still there."""
    page = enter("babinsa", shape)
    page.goto("/incidents/new/")
    page.locator("#id_what").fill("Ribut")
    page.locator("#id_place").fill("Perempatan pasar")
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.locator("#id_what")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_place")).to_have_value("Perempatan pasar")
    expect(page.locator("#id_what")).to_have_value("Ribut")


def test_the_picture_works_without_javascript(enter: Enter) -> None:
    """An old phone, a broken script: links and forms still do."""
    shape = {**PHONE, "java_script_enabled": False}
    page = enter("babinsa", shape)
    address = report(page, "Spanduk menutup rambu di jalan desa, warga keberatan.")
    page.goto("/incidents/")
    expect(page.locator("main")).to_contain_text("Spanduk menutup rambu")
    page.goto(address)
    act(page, "acknowledge")
    expect(page.locator("main")).to_contain_text("Spanduk menutup rambu")
