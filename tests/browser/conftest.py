"""A house and browsers for it. Chromium's path comes from CHROMIUM, else the usual ones."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from sinergi.config.rehearsal.cast import DOMAIN, PASSWORD
from tests.browser.house import House, open_house

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 20_000  # milliseconds: the machine that tests may be slow

Enter = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that stands in this folder is a browser test."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[House]:
    """One house for all browser tests of a process."""
    server = os.environ["DATABASE_URL"]
    with open_house(server, f"rumah_{worker_id}", tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all browser tests of a process."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "install Chromium, or name it in CHROMIUM"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def outside() -> list[str]:
    """Every request that left the house, or was refused by its policy; must stay empty."""
    return []


@pytest.fixture
def enter(chromium: Browser, house: House, outside: list[str]) -> Iterator[Enter]:
    """A browser in which the post of that demo account is signed in: `enter("babinsa", PHONE)`."""
    contexts: list[BrowserContext] = []

    def open_page(login: str = "", shape: dict[str, Any] = DESK) -> Page:
        context = chromium.new_context(
            base_url=house.url, locale="id-ID", timezone_id="Asia/Jakarta", **shape
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        _watch(page, house, outside)
        if login:
            page.goto("/sign-in/")
            page.locator("#id_login").fill(f"{login}@{DOMAIN}")
            page.locator("#id_password").fill(PASSWORD)
            page.locator("#id_password").press("Enter")
            page.wait_for_url("**/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert outside == []


def _watch(page: Page, house: House, outside: list[str]) -> None:
    """Note what leaves the house, what its policy refuses, and what breaks in the page."""

    def asked(request: Any) -> None:
        if not request.url.startswith((house.url, "blob:", "data:")):
            outside.append(request.url)

    def said(message: Any) -> None:
        if "Content Security Policy" in message.text:
            outside.append(message.text)

    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", lambda error: outside.append(f"error in the page: {error}"))
