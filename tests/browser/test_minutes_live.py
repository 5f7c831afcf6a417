"""Minutes as two people type them: saved at each pause, seen by the other, lost by no crash."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, Enter
from tests.browser.house import House

AT_ONCE = 1_500  # milliseconds, on a machine that also runs the house: a second is meant
COPIED = """
    INSERT INTO meetings_meeting
    SELECT (jsonb_populate_record(NULL::meetings_meeting, to_jsonb(meeting) || jsonb_build_object(
        'id', gen_random_uuid(), 'title', 'Rapat yang dicatat', 'state', 'running',
        'minutes_id', NULL
    ))).* FROM meetings_meeting meeting WHERE state = 'invited' LIMIT 1 RETURNING id::text
"""
POINT = """
    INSERT INTO meetings_agendaitem (id, meeting_id, "order", title, presenter, detail,
        origin_label, origin_url, dropped, text, revision, written_by)
    VALUES (gen_random_uuid(), %s, %s, %s, '', '', '', '', false, '', 0, '')
"""


@pytest.fixture
def minutes(house: House) -> str:
    """The address of the minutes of a meeting in session, with three points."""
    ((key,),) = house.sql(COPIED)
    for number, title in enumerate(("Pembukaan", "Kerawanan", "Arahan"), 1):
        house.sql(POINT, key, number, title)
    return f"/meetings/{key}/minutes/"


def text(page: Page, number: int = 0) -> Locator:
    """The field of a point."""
    return page.locator("form[data-point] textarea").nth(number)


def sign(page: Page, number: int = 0) -> Locator:
    """What stands beside it."""
    return page.locator("[data-sign]").nth(number)


def opened(enter: Enter, login: str, address: str) -> Page:
    """The page of the minutes, with its stream open."""
    page = enter(login)
    page.goto(address)
    expect(page.locator("#live-sign")).to_have_attribute("data-state", "online")
    return page


def test_the_other_sees_it_within_a_second(enter: Enter, minutes: str) -> None:
    """Where her own field is clean, the new text simply stands there."""
    one, other = opened(enter, "sekda", minutes), opened(enter, "piket", minutes)
    text(one).fill("Rapat dibuka oleh Bupati.")
    expect(sign(one)).to_have_text("Tersimpan")
    expect(text(other)).to_have_value("Rapat dibuka oleh Bupati.", timeout=AT_ONCE)
    expect(sign(other)).to_contain_text("Baru dari")


def test_two_who_write_at_once_both_keep_their_words(enter: Enter, minutes: str) -> None:
    """The second is told, decides, and both lines stand at both."""
    one, other = opened(enter, "sekda", minutes), opened(enter, "piket", minutes)
    text(one).fill("Satu\nDua\nTiga")
    expect(text(other)).to_have_value("Satu\nDua\nTiga")
    text(other).fill("Satu\nDua\nTiga, lalu empat")
    text(one).fill("Satu, pertama\nDua\nTiga")
    text(one).blur()
    expect(other.locator("[data-conflict]")).to_be_visible()
    expect(text(other)).to_have_value("Satu\nDua\nTiga, lalu empat")
    expect(other.locator("[data-theirs]")).to_have_text("Satu, pertama\nDua\nTiga")
    other.locator("[data-choose=merged]").click()
    expect(sign(other)).to_have_text("Tersimpan")
    expect(text(one)).to_have_value("Satu, pertama\nDua\nTiga, lalu empat")


def test_a_killed_tab_loses_nothing(enter: Enter, minutes: str) -> None:
    """What was typed and never sent is back, and is then saved."""
    page = opened(enter, "sekda", minutes)
    page.route("**/meetings/points/**", lambda route: route.abort())
    text(page, 1).fill("Tiga desa rawan.")
    expect(sign(page, 1)).to_contain_text("Belum tersimpan: tidak ada koneksi.")
    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.goto(minutes)
    expect(text(again, 1)).to_have_value("Tiga desa rawan.")
    # Saved, or already what every page says of it: by whom, and when.
    expect(sign(again, 1)).to_have_text(re.compile("Tersimpan|WIB"))
    again.reload()
    expect(text(again, 1)).to_have_value("Tiga desa rawan.")


def test_a_directive_is_given_by_the_keyboard_alone(enter: Enter, minutes: str) -> None:
    """Ctrl+Enter gives it, the field is empty again and has the focus."""
    page = opened(enter, "sekda", minutes)
    page.locator("#directive-form [name=text]").fill("Patroli bersama tiga malam")
    page.keyboard.press("Tab")
    page.keyboard.type("polres madiun")
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(1)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#directives")).to_contain_text("Patroli bersama tiga malam")
    field = page.locator("#directive-form [name=text]")
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    expect(page.locator(".chip")).to_have_count(0)


def test_on_a_phone_the_page_is_no_wider_than_the_screen(enter: Enter, minutes: str) -> None:
    """Nor is the list of owners while it is open."""
    page = enter("sekda", PHONE)
    page.goto(minutes)
    page.locator(".owners input[role=combobox]").fill("posko")
    expect(page.locator(".found li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
