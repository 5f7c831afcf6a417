"""A coordination meeting as its people live it: planned, invited to, attended, and carried out.

Of three directives one is done with evidence, one is returned, one is overdue and climbs; the
briefing pack of the next meeting tells of all three.
"""

from __future__ import annotations

import re

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import DESK, PHONE, Enter
from tests.browser.house import House

TITLE = "Rapat Koordinasi Kesiapan Penetapan Calon"
DIRECTIVES = (
    ("Susun rencana pengamanan penetapan", "Polres Madiun"),
    ("Data titik kumpul pendukung", "Kodim 0803/Madiun"),
    ("Siagakan posko kesehatan", "BPBD Kab. Madiun"),
)
A_PDF = FilePayload(name="rencana.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4\n%%EOF\n")


def plan(page: Page, title: str, day: str = "2024-09-10") -> str:
    """Plan a meeting of the Forkopimda; gives its address."""
    page.goto("/meetings/new/?kind=forum")
    page.locator("#id_title").fill(title)
    page.locator("#id_day").fill(day)
    page.locator("#id_starts").fill("14:00")
    page.locator("#id_ends").fill("16:00")
    page.locator("#id_place").fill("Pendopo Muda Graha")
    page.get_by_role("button", name="Rencanakan rapat").click()
    anyway = page.locator("input[name=anyway]")
    page.wait_for_load_state()
    if anyway.count():
        anyway.check()
        page.get_by_role("button", name="Rencanakan rapat").click()
    page.wait_for_url(re.compile(r"/meetings/[0-9a-f-]{36}/$"))
    return page.url


def do(page: Page, address: str, slug: str) -> None:
    """Do what the page of a meeting offers with one tap."""
    page.goto(f"{address}do/{slug}/")
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(re.compile(r"/meetings/[0-9a-f-]{36}/(attendance/)?(\?.*|#.*)?$"))


def give(page: Page, text: str, owner: str) -> None:
    """Catch a directive on the page of the minutes."""
    form = page.locator("#directive-form")
    form.locator("[name=text]").fill(text)
    # The list of owners is there without its search: a program's choice is a person's too.
    form.locator("[name=owners]").evaluate(
        """(list, name) => {
            const option = [...list.options].find((one) => one.text.trim() === name);
            option.selected = true;
            list.dispatchEvent(new Event("change", { bubbles: true }));
        }""",
        owner,
    )
    form.locator("[name=evidence_asked]").fill("Dokumen rencana")
    form.locator("[type=submit]").click()
    expect(page.locator(".directive-given")).to_be_visible()
    expect(page.locator("main")).to_contain_text(text)


def followup_of(house: House, text: str) -> str:
    """The address of the one follow-up of a directive."""
    ((key,),) = house.sql("SELECT id::text FROM followups_followup WHERE title = %s", text)
    return f"/followups/{key}/"


def answer(page: Page, address: str) -> None:
    """Its owner accepts it, and reports it as done, with evidence."""
    page.goto(address + "accept/")
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(f"**{address}*")
    page.goto(address + "report/")
    page.locator("[name=answer]").fill("Rencana sudah disusun bersama.")
    page.locator("input[type=file]").first.set_input_files(A_PDF)
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(f"**{address}*")
    expect(page.locator("main")).to_contain_text("rencana.pdf")


def hold(secretary: Page, guest: Page, address: str) -> None:
    """Open it; the code on the screen of the room lets the guest in, a made-up one does not."""
    do(secretary, address, "open")
    secretary.goto(address + "door/")
    code = secretary.locator(".door-letters").inner_text().strip()
    guest.goto(f"{address}here/?c=AAAAAA")
    guest.get_by_role("button", name="Saya hadir").click()
    expect(guest.locator("main")).not_to_contain_text("Anda hadir.")
    guest.goto(f"{address}here/?c={code}")
    guest.get_by_role("button", name="Saya hadir").click()
    expect(guest.locator("main")).to_contain_text("hadir")


def write(secretary: Page, address: str) -> None:
    """The minutes, and the directives in the same breath."""
    secretary.goto(address + "minutes/")
    point = secretary.locator("form[data-point] textarea").first
    point.fill("Rapat dibuka oleh Bupati.")
    point.blur()
    expect(secretary.locator("[data-sign]").first).to_have_text("Tersimpan")
    for text, owner in DIRECTIVES:
        give(secretary, text, owner)
    do(secretary, address, "close")


def judge(secretary: Page, done: str, returned: str) -> None:
    """One answer is enough; the other is not."""
    secretary.goto(done + "close/")
    secretary.locator("main form [type=submit]").first.click()
    secretary.wait_for_url(f"**{done}*")
    secretary.goto(returned + "return/")
    secretary.locator("[name=reason]").fill("Titik kumpul di Caruban belum ada.")
    secretary.locator("main form [type=submit]").first.click()
    secretary.wait_for_url(f"**{returned}*")


def let_time_pass(house: House, text: str, superior: Page, late: str) -> None:
    """Its time is over, and by the worker's clock it climbs to the owner's superior."""
    house.sql(
        "UPDATE followups_followup SET due_at = due_at - interval '60 days', "
        "next_climb = due_at - interval '60 days' WHERE title = %s",
        text,
    )
    superior.goto(late)
    climbed = re.compile("naik", re.IGNORECASE)
    expect(superior.locator("main")).to_contain_text(climbed, timeout=40_000)


def test_a_meeting_from_its_plan_to_the_next_briefing(enter: Enter, house: House) -> None:
    """Secretary, guest on a phone, owners of directives, and the clock."""
    secretary, guest = enter("bakesbangpol", DESK), enter("polres", PHONE)
    address = plan(secretary, TITLE)
    do(secretary, address, "invite")
    letter = secretary.request.get(address + "invitation.pdf")
    assert letter.body().startswith(b"%PDF-")
    guest.goto(address)
    expect(guest.locator("h1")).to_contain_text(TITLE)

    hold(secretary, guest, address)
    assert house.sql(
        "SELECT present_means FROM meetings_participant p JOIN meetings_meeting m "
        "ON m.id = p.meeting_id WHERE m.title = %s AND present_at IS NOT NULL",
        TITLE,
    ) == [("qr",)]
    write(secretary, address)

    done, returned, late = (followup_of(house, text) for text, _owner in DIRECTIVES)
    answer(guest, done)
    answer(enter("kodim", PHONE), returned)
    judge(secretary, done, returned)
    let_time_pass(house, DIRECTIVES[2][0], enter("sekda", DESK), late)

    following = plan(secretary, "Rapat Evaluasi Penetapan", "2024-09-12")
    secretary.goto(following + "briefing/")
    secretary.get_by_role("button", name="Buat bahan rapat").click()
    secretary.wait_for_url(re.compile("/briefing/$"))
    states = ("Ditutup", "Dikembalikan", "Lewat waktu")
    for (text, _owner), state in zip(DIRECTIVES, states, strict=True):
        row = secretary.locator("#directives li", has_text=text)
        expect(row).to_contain_text(state)
    secretary.goto(following + "briefing/slides/")
    expect(secretary.locator("#directives")).to_contain_text(DIRECTIVES[2][0])
