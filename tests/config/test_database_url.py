"""DATABASE_URL, as Django wants it described."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from sinergi.config.environment import database_settings


def test_every_part_of_the_address_is_understood() -> None:
    url = "postgresql://sin%40ergi:p%2Fw@db.example:6432/house?sslmode=require"
    found = database_settings(url, Path("/nowhere"))
    assert (found["USER"], found["PASSWORD"]) == ("sin@ergi", "p/w")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "6432", "house")
    assert found["OPTIONS"]["sslmode"] == "require"


def test_a_socket_is_named_as_host() -> None:
    found = database_settings("postgresql://postgres@/sinergi?host=%2Frun%2Fpg", Path("/nowhere"))
    assert (found["HOST"], found["PORT"]) == ("/run/pg", "")
    assert "host" not in found["OPTIONS"]


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite:///x", "x"])
def test_only_postgresql_will_do(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="postgresql"):
        database_settings(url, Path("/nowhere"))


@pytest.mark.parametrize("url", [None, ""])
def test_without_an_address_the_embedded_one_is_meant(url: str | None, tmp_path: Path) -> None:
    assert database_settings(url, tmp_path)["NAME"] == "sinergi"
