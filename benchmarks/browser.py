"""A real Chromium, without a screen: it draws in software, on the same cores as all else."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page, sync_playwright

from benchmarks.house import House

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@contextlib.contextmanager
def browser(house: House, session: str) -> Iterator[Page]:
    """A page of 1440x900 in which the session is signed in."""
    found = subprocess.run(
        [str(Path(settings.PROJECT) / "scripts" / "find-chromium")],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found.stdout.strip(), args=FLAGS)
        context = chromium.new_context(viewport={"width": 1440, "height": 900})
        address = f"http://localhost:{house.port}"
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": session, "url": address}])
        yield context.new_page()
        chromium.close()
