"""People who report under load, and send again what was not acknowledged, as a phone does."""

from __future__ import annotations

import http.client
import io
import json
import random
import threading
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from sinergi.kernel.identifiers import uuid7
from tests.durability.standing import send

AGAIN = {409, 429, 500, 502, 503, 504}  # not done, or not known whether: send it again
BOUNDARY = "batas-bagian"
PAUSE = 0.1  # seconds before it is sent again


@dataclass
class Reporter(threading.Thread):
    """One phone. `acknowledged` is what it was told: case by `client_id`, digest of files."""

    port: int
    token: str
    region: str
    seed: int
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    photos: dict[str, str] = field(default_factory=dict)  # identifier of the evidence: SHA-256
    sent_again: int = 0
    refused: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.enough, self.chance = threading.Event(), random.Random(self.seed)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        """Report until it is enough; what was begun is brought to its end."""
        while not self.enough.is_set():
            case = self._report()
            if case and self.chance.random() < 0.2:
                self._add_photo(case)

    def _report(self) -> dict[str, Any] | None:
        client_id = str(uuid7())
        content = {
            "client_id": client_id,
            "region": self.region,
            "kind": "neighbour_dispute",
            "what": "Warga berselisih soal pemasangan spanduk di depan balai desa.",
        }
        headers = {"Content_Type": "application/json"}
        if self.chance.random() < 0.5:
            headers["Idempotency_Key"] = client_id
        case = self._until_acknowledged("/api/v1/incidents", json.dumps(content).encode(), headers)
        if case:
            self.acknowledged[client_id] = case
        return case

    def _add_photo(self, case: dict[str, Any]) -> None:
        body = _form(_photo(self.chance))
        headers = {
            "Content_Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Idempotency_Key": str(uuid7()),
        }
        piece = self._until_acknowledged(f"{case['href']}/evidence", body, headers)
        if piece:
            self.photos[piece["id"]] = piece["sha256"]

    def _until_acknowledged(
        self, path: str, body: bytes, headers: dict[str, str]
    ) -> dict[str, Any] | None:
        """The answer to the first attempt that was answered; None when it was refused."""
        while True:
            try:
                status, content = send(self.port, self.token, path, body, **headers)
            except (OSError, http.client.HTTPException):
                status, content = 503, None
            if status == 201:
                return content
            if status not in AGAIN:
                self.refused.append((status, content))
                return None
            self.sent_again += 1
            self.enough.wait(PAUSE)


def _photo(chance: random.Random) -> bytes:
    colour = tuple(chance.randrange(256) for _ in range(3))
    content = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(content, "JPEG", quality=chance.randint(40, 95))
    return content.getvalue() + chance.randbytes(16)  # no two are the same


def _form(photo: bytes) -> bytes:
    head = (
        f"--{BOUNDARY}\r\n"
        'Content-Disposition: form-data; name="file"; filename="foto.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    return head.encode() + photo + f"\r\n--{BOUNDARY}--\r\n".encode()
