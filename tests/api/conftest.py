"""A program with a token, as the tests of the API use it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sinergi.agencies.actions import make_token
from sinergi.agencies.actions.tokens import new_secret
from sinergi.kernel.clock import real_now
from tests.factories import World

ROOT = "/api/v1"


@dataclass
class Program:
    """A client that shows a token on every request, and speaks JSON."""

    secret: str
    client: Client

    def get(self, path: str, **headers: str) -> Any:
        """GET below the root of the API."""
        return self.client.get(self.at(path), headers=self._headers(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """POST of JSON below the root; `None` sends no content."""
        content = "" if body is None else json.dumps(body)
        return self.client.post(
            self.at(path), content, content_type="application/json", headers=self._headers(headers)
        )

    def send(self, path: str, fields: dict[str, Any], **headers: str) -> Any:
        """POST of a form with files."""
        return self.client.post(self.at(path), fields, headers=self._headers(headers))

    @staticmethod
    def at(path: str) -> str:
        """The address of a path; an address stays as it is."""
        return path if path.startswith(ROOT) else ROOT + path

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"Authorization": f"Bearer {self.secret}", "Accept-Language": "en", **named}


def token_for(world: World, role: str, *scopes: str) -> str:
    """The secret of a new token of that role's post."""
    secret = new_secret()
    make_token(
        world.post(role),
        world.posts[role],
        secret=secret,
        name="Uji",
        scopes=scopes or ("read", "write"),
        expires_at=real_now() + timedelta(days=7),
    )
    return secret


@pytest.fixture
def program(world: World) -> Callable[..., Program]:
    """`program("babinsa")`: a program that acts for the post of that role."""

    def enter(role: str = "babinsa", *scopes: str) -> Program:
        return Program(token_for(world, role, *scopes), Client(raise_request_exception=False))

    return enter


PDF = b"%PDF-1.7\n%%EOF\n"
REPORT = {
    "region": "35.19.04.2007",
    "kind": "neighbour_dispute",
    "what": "Warga berselisih soal pemasangan spanduk di depan balai desa.",
    "place": "Balai desa",
}
