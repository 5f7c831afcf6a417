"""A reporter in a test: a browser without script that reads a form, answers its sum, sends it."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from sinergi.kernel.indonesian import number_words
from sinergi.neutrality import thresholds

NUMBERS = {number_words(number): number for number in range(30)}
WHAT = "Sekretaris kecamatan mengajak staf memilih pasangan tertentu saat apel."
REPORT = {
    "what": WHAT,
    "subject": "Sekretaris Kecamatan Contoh",
    "subject_kind": "asn_pns",
    "breaches": ["D08"],
    "day": "2024-09-09",
    "when": "sekitar pukul delapan",
    "known_on": "2024-09-09",
    "region": "35.19.04.2007",
    "where": "halaman kantor",
    "witnesses": "",
    "candidate": "2",
    "who": "anonymous",
}
REPORTS, RECEIPTS = "/lapor/", "/lapor/tanda-terima/"


class Reporter:
    """Fills in what a page asks. Time passes between reading and sending unless she hurries."""

    def __init__(self, monkeypatch: Any) -> None:
        self.client = Client()
        self.client.raise_request_exception = False
        self.patch = monkeypatch

    def read(self, address: str = REPORTS) -> str:
        """A page."""
        return self.client.get(address).content.decode()

    def send(self, url: str, page: str, /, hurry: bool = False, **given: Any) -> Any:
        """Answer the form in `page`, some seconds later."""
        if not hurry:
            later(self.patch, seconds=10)
        return self.client.post(url, {**work(page), **given})

    def report(self, **given: Any) -> Any:
        """Read the form, fill it in, send it."""
        return self.send(REPORTS, self.read(), **{**REPORT, **given})

    def enter(self, code: str) -> Any:
        """Come back with the words."""
        return self.send(RECEIPTS, self.read(RECEIPTS), code=code)

    def write(self, page: str, code: str, doing: str = "message", **given: Any) -> Any:
        """From inside the letterbox."""
        part = page[page.index("<form") :] if doing == "message" else page[page.rindex("<form") :]
        return self.send(RECEIPTS, part, code=code, doing=doing, **given)


def later(monkeypatch: Any, **span: float) -> None:
    """The clock of the world goes forward, for the thresholds alone."""
    moment = house_now() + timedelta(**span)
    monkeypatch.setattr(thresholds, "real_now", lambda: moment)


def house_now() -> datetime:
    """What the thresholds take for now."""
    moment: datetime = vars(thresholds)["real_now"]()
    return moment


def work(page: str) -> dict[str, str]:
    """The token of a form and the answer to its sum."""
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    asked = re.search(r'for="id_answer">[^<]*?Berapa ([\w ]+) ditambah ([\w ]+)\?', page)
    answer = NUMBERS[asked[1]] + NUMBERS[asked[2]] if asked else ""
    return {"token": html.unescape(token[1]), "answer": str(answer)}


def code_in(page: str) -> str:
    """The words of the receipt."""
    found = re.search(r'id="code">([^<]+)<', page)
    assert found
    return found[1].strip()
