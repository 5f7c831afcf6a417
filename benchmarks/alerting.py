"""An alert to a whole regency: approved, told on the page, and taken by a mail server beside."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.test.utils import override_settings

from benchmarks.house import House
from benchmarks.results import Figure, figure
from sinergi.alerts.actions import approve_alert, draft_alert
from sinergi.alerts.digest import digest_all
from sinergi.alerts.models import Delivery, Notice
from sinergi.alerts.sending import send_due
from sinergi.alerts.warning.drafting import Draft
from sinergi.kernel.clock import use_operation
from sinergi.kernel.context import use_door
from sinergi.regions.models import Region

AIM = 10.0  # seconds, of 1,000 recipients
RUNS = 60  # looks for what is due, at most
WORDS = Draft(
    event="Ukur",
    headline="Ukur kecepatan peringatan",
    severity="Extreme",
    urgency="Immediate",
    reach=["place", "below", "regency"],
)


class _Mailbox(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs to be content; what it brings is thrown away."""

    def handle(self) -> None:
        self._say("220 here")
        while word := self.rfile.readline().strip().upper()[:4]:
            if word == b"DATA":
                self._say("354 go on")
                while self.rfile.readline().rstrip(b"\r\n") != b".":
                    pass
            self._say("221 bye" if word == b"QUIT" else "250 yes")
            if word == b"QUIT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[int]:
    """A mail server of its own in this process; gives its port."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mailbox) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield int(server.server_address[1])
        server.shutdown()


def measure(house: House) -> list[Figure]:
    """Approve one that reaches every desk; until all are told, and until all mails are taken."""
    house.children.stop()  # its worker would do the same work at the same time
    told: list[float] = []
    with mail_server() as port, _mail_to(port), use_operation(house.operation), use_door("cli"):
        draft = draft_alert(house.post("piket"), _whole(house), WORDS)
        draft.get_absolute_url()  # the addresses of the house are read once in a process
        began = time.perf_counter()
        alert = approve_alert(house.post("bakesbangpol"), draft)
        told.append(time.perf_counter() - began)
        digest_all()
        told.append(time.perf_counter() - began)
        _send_all()
        told.append(time.perf_counter() - began)
        posts, sent = _counts(alert.pk)
    how = f"{alert.receipts.count()} receipts, {posts} notices, {sent} mails to a local server"
    share = 1_000 / max(posts, 1)
    return [
        figure("alert approved and written", told[0], "s", how),
        figure("alert told on all pages", told[1], "s", how),
        figure("alert taken by the mail server", told[2], "s", how),
        figure("alert, for each 1,000 recipients", told[2] * share, "s", how, AIM),
    ]


def _whole(house: House) -> Region:
    return Region.objects.with_parent().get(pk=house.operation.region_code)


def _mail_to(port: int) -> override_settings:
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_HOST_USER="",
        EMAIL_HOST_PASSWORD="",
        EMAIL_USE_TLS=False,
    )


def _send_all() -> None:
    """As the job does, until nothing more is due."""
    for _run in range(RUNS):
        if not send_due():
            return


def _counts(alert: object) -> tuple[int, int]:
    notices = Notice.objects.filter(alert=alert, verb="alert.issued")
    sent = Delivery.objects.filter(notice__in=notices, state="sent")
    return notices.count(), sent.count()
