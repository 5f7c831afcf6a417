"""A report on neutrality from its sending to its outcome, and what an administrator sees of it.

Reported without an account and with JavaScript off; unlocked, asked and answered; the identity
added; registered, decided, handed over, answered. Nothing of it is an administrator's to know.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from sinergi.config.rehearsal.cast import PASSPHRASE
from tests.browser.conftest import Enter
from tests.browser.house import House
from tests.browser.test_report_without_script import answer_the_sum, photo, send, without_script

__all__ = ["photo", "without_script"]  # the fixtures

WHAT = "Kepala dinas membagikan kaus bergambar pasangan calon di halaman kantor."
ASKED = "Mohon sebutkan saksi yang melihat."
ANSWERED = "Satpam kantor melihat semuanya."
NAME = "Pelapor Cerita"
HANDED = re.compile(r"/neutrality/handovers/[0-9a-f-]{36}/(\?.*|#.*)?$")
MAY_BE = re.compile(r"/neutrality/[0-9a-f-]{36}/(\?.*|#.*)?$")


def empty_letterbox(house: House) -> None:
    """What the worker does once an hour."""
    told = (
        "import django; django.setup();"
        "from sinergi.kernel.actors import SYSTEM;"
        "from sinergi.kernel.clock import use_operation;"
        "from sinergi.kernel.models import Operation;"
        "from sinergi.neutrality.actions.letterbox import collect_letterbox;"
        "operation = Operation.objects.get();\n"
        "with use_operation(operation): collect_letterbox(SYSTEM, operation)"
    )
    settings = {"DJANGO_SETTINGS_MODULE": "sinergi.config.settings"}
    subprocess.run([sys.executable, "-c", told], env={**house.environment, **settings}, check=True)


def open_receipt(page: Page, code: str) -> None:
    page.goto("/lapor/tanda-terima/")
    page.get_by_label("Tujuh kata tanda terima Anda").fill(code)
    answer_the_sum(page)
    send(page, "Buka")


def unlock(page: Page, address: str) -> None:
    """Come to a page by way of the passphrase."""
    page.goto(f"/neutrality/unlock/?next={address}")
    page.locator("#id_words").fill(PASSPHRASE)
    page.locator("main form [type=submit]").last.click()
    page.wait_for_url(f"**{address}")


def do(page: Page, case: str, slug: str, **fields: str) -> None:
    """Do one step of a case on its own page."""
    page.goto(f"{case}{slug}/")
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(MAY_BE)


def report(page: Page, photo: Path) -> str:
    page.goto("/lapor/")
    page.get_by_label("Apa yang terjadi?").fill(WHAT)
    page.get_by_label("Jabatan dan kantor").fill("Kepala dinas pada pemerintah daerah")
    page.locator("[name=subject_kind]").select_option("asn_pns")
    page.get_by_label("Berkas bukti").set_input_files(photo)
    answer_the_sum(page)
    send(page, "Kirim tersegel")
    return page.locator("#code").inner_text()


def classify(page: Page, case: str) -> None:
    page.goto(f"{case}classify/")
    page.locator("[name=subject_kind]").select_option("asn_pns")
    page.locator("details:has([name=breaches][value=E03]) > summary").click()
    page.locator("[name=breaches][value=E03]").check()
    page.locator("[name=known_on]").fill("2024-09-09")
    for box in page.locator("[name=conditions]").all():
        box.check()
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(MAY_BE)


def find_case(page: Page) -> str:
    """Locked, the list tells nothing; unlocked, the case is found by what was reported."""
    page.goto("/neutrality/")
    expect(page.locator("main")).not_to_contain_text("kaus bergambar")
    unlock(page, "/neutrality/")
    row = page.locator("main li, main tr").filter(has_text="kaus bergambar")
    row.locator("a").first.click()
    page.wait_for_url(MAY_BE)
    expect(page.locator("main")).to_contain_text(WHAT)
    return page.url.partition("#")[0].partition("?")[0]


def answer_and_say_who(page: Page, code: str) -> None:
    open_receipt(page, code)
    expect(page.locator("main")).to_contain_text(ASKED)
    page.get_by_label("Pesan Anda kepada Bawaslu").fill(ANSWERED)
    send(page, "Kirim tersegel")
    page.locator("summary").filter(has_text="nama dan alamat").click()
    page.locator("[name=name]").fill(NAME)
    page.locator("[name=address]").fill("Alamat Cerita 7")
    send(page, "Tambahkan nama saya")


def decide(page: Page, case: str) -> None:
    unlock(page, "/neutrality/")
    page.goto(f"{case}decide/")
    page.locator("main [name=decision][value=proven]").check()
    page.locator("main [name=reasoning]").fill("Terbukti menurut pleno.")
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(MAY_BE)


def hand_over(page: Page, case: str) -> None:
    """The letter is set, sent, and answered."""
    page.goto(f"{case}hand-over/")
    page.locator("main a[href*='?to=']").first.click()
    page.locator("main [name=summary]").fill("Dugaan pelanggaran netralitas, terbukti.")
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(HANDED)
    handed = page.url.partition("#")[0].partition("?")[0]
    page.goto(f"{handed}send/")
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(HANDED)
    page.goto(f"{handed}answer/")
    page.locator("main [name=outcome][value=no_sanction]").check()
    page.locator("main [name=text]").fill("Telah diperiksa oleh pejabat yang berwenang.")
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(HANDED)


def test_a_report_from_its_sending_to_its_outcome(
    without_script: Page, enter: Enter, house: House, photo: Path
) -> None:
    reporter = without_script
    code = report(reporter, photo)
    empty_letterbox(house)
    handler = enter("penangan")
    case = find_case(handler)
    for step in ("begin", "ask-completion"):
        do(handler, case, step, **({"text": ASKED} if step == "ask-completion" else {}))
    answer_and_say_who(reporter, code)
    empty_letterbox(house)

    handler.goto(case)
    expect(handler.locator("main")).to_contain_text(ANSWERED)
    expect(handler.locator("main")).not_to_contain_text(NAME)
    do(handler, case, "resume")
    classify(handler, case)
    do(handler, case, "register")
    do(handler, case, "plenary")
    decide(enter("anggotabawaslu"), case)
    hand_over(handler, case)
    do(handler, case, "finish")
    do(handler, case, "close")

    open_receipt(reporter, code)
    expect(reporter.locator("main")).to_contain_text("Terbukti")
    sees_nothing(enter, case)


def sees_nothing(enter: Enter, case: str) -> None:
    """The administrator: no page, no notice, no word, also not in the journal."""
    for login in ("admin", "bakesbangpol", "bupati"):
        page = enter(login)
        for address in (case, f"{case}decide/", "/neutrality/", "/neutrality/handovers/"):
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 404, address
        for address in ("/", "/alerts/", "/followups/"):
            page.goto(address)
            expect(page.locator("body")).not_to_contain_text("kaus bergambar")
            expect(page.locator("body")).not_to_contain_text("LPN/")
