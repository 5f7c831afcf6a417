"""A report without an account: with JavaScript off, with it on, and leaving quickly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, PHONE, Enter, _watch
from tests.browser.house import House
from tests.browser.test_every_page import faults
from tests.neutrality.evidence import SECRET, jpeg
from tests.neutrality.reporter import NUMBERS

NO_PERSON_IS_QUICKER = 5200  # milliseconds


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / f"{SECRET}.jpg"
    file.write_bytes(jpeg())
    return file


@pytest.fixture
def without_script(chromium: Browser, house: House, outside: list[str]) -> Iterator[Page]:
    """A phone whose browser runs no script."""
    context = chromium.new_context(
        base_url=house.url, locale="id-ID", java_script_enabled=False, **PHONE
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    _watch(page, house, outside)
    yield page
    assert context.cookies() == []
    context.close()
    assert outside == []


def files_in(house: House) -> int:
    ((count,),) = house.sql("SELECT count(*) FROM neutrality_sealedfile")
    return int(str(count))


def answer_the_sum(page: Page) -> None:
    asked = page.locator("label[for=id_answer]").inner_text()
    found = re.search(r"Berapa ([\w ]+) ditambah ([\w ]+)\?", asked)
    assert found
    page.locator("#id_answer").fill(str(NUMBERS[found[1]] + NUMBERS[found[2]]))
    page.wait_for_timeout(NO_PERSON_IS_QUICKER)


def send(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_the_whole_way_with_script_off(without_script: Page, photo: Path, house: House) -> None:
    page, before = without_script, files_in(house)
    page.goto("/lapor/")
    page.get_by_label("Apa yang terjadi?").fill("Lurah membagikan stiker calon di balai warga.")
    page.get_by_label("Berkas bukti").set_input_files(photo)
    answer_the_sum(page)
    send(page, "Kirim tersegel")

    expect(page.get_by_role("alert")).to_contain_text("pilih lagi", timeout=PATIENCE)
    expect(page.get_by_label("Apa yang terjadi?")).to_have_value(re.compile("stiker"))
    page.get_by_label("Jabatan dan kantor").fill("Lurah Contoh")
    page.get_by_label("Berkas bukti").set_input_files(photo)
    send(page, "Kirim tersegel")

    code = page.locator("#code").inner_text()
    assert len(code.split()) == 7
    page.get_by_role("link", name="Buka dengan kata tanda terima").click()
    page.get_by_label("Tujuh kata tanda terima Anda").fill(code.upper())
    answer_the_sum(page)
    send(page, "Buka")

    expect(page.get_by_role("heading", name="Laporan Anda")).to_be_visible(timeout=PATIENCE)
    page.get_by_label("Pesan Anda kepada Bawaslu").fill("Ada saksi lain.")
    page.get_by_label("Berkas bukti").set_input_files(photo)
    send(page, "Kirim tersegel")
    expect(page.locator(".letter.own")).to_contain_text("Ada saksi lain.", timeout=PATIENCE)
    assert files_in(house) == before + 2


def test_with_script_nobody_is_asked_a_sum(enter: Enter) -> None:
    page = enter("", PHONE)
    page.goto("/lapor/")
    page.get_by_label("Apa yang terjadi?").fill("Lurah membagikan stiker calon.")
    page.get_by_label("Jabatan dan kantor").fill("Lurah Contoh")
    expect(page.locator("[data-sum]")).to_be_hidden()
    sent: list[int] = []
    page.on("request", lambda asked: sent.append(len(asked.post_data_buffer or b"")))
    send(page, "Kirim tersegel")
    expect(page.locator("#code")).to_be_visible(timeout=PATIENCE)
    assert max(sent) >= 64 * 1024  # how much was written is hidden
    expect(page.get_by_role("button", name="Cetak")).to_be_visible()
    assert page.context.cookies() == []


@pytest.mark.parametrize("way", ["button", "keys"])
def test_leaving_quickly_leaves_nothing_to_come_back_to(
    chromium: Browser, house: House, way: str
) -> None:
    context = chromium.new_context(base_url=house.url, locale="id-ID", **PHONE)
    page, asked_from = context.new_page(), list[str]()

    def weather(route: Any) -> None:
        asked_from.append(route.request.headers.get("referer", ""))
        route.fulfill(body="<h1>Cuaca</h1>", content_type="text/html")

    page.route("https://www.bmkg.go.id/**", weather)
    page.goto("/lapor/tanda-terima/")
    page.goto("/lapor/")
    if way == "button":
        page.get_by_role("link", name="Keluar cepat").click()
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url("https://www.bmkg.go.id/**")
    assert asked_from == [""]
    page.go_back()
    assert page.url.endswith("/lapor/tanda-terima/")
    context.close()


@pytest.mark.parametrize("shape", [PHONE, {"viewport": {"width": 1440, "height": 900}}])
def test_axe_finds_nothing_serious_in_the_forms(enter: Enter, shape: dict[str, Any]) -> None:
    page = enter("", shape)
    assert [
        f for address in ("/lapor/", "/lapor/tanda-terima/") for f in faults(page, address)
    ] == []
