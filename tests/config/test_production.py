"""Production refuses what is only fit for a rehearsal."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from sinergi.config import environment
from sinergi.config.environment import production_problems

SECRET = "k" * 50
FIT = {"secret": SECRET, "default_secret": "x", "debug": False, "public_url": "https://x.go.id"}


def test_a_rehearsal_may_run_with_the_default_secret() -> None:
    assert not production_problems(production=False, **{**FIT, "secret": "x"})


def test_production_runs_with_settings_of_its_own() -> None:
    assert not production_problems(production=True, **FIT)


@pytest.mark.parametrize(
    ("unfit", "named"),
    [
        ({"secret": "x"}, "SINERGI_SECRET_KEY"),
        ({"secret": "short"}, "SINERGI_SECRET_KEY"),
        ({"debug": True}, "SINERGI_DEBUG"),
        ({"public_url": "http://localhost:8000"}, "SINERGI_PUBLIC_URL"),
    ],
)
def test_production_names_what_must_be_changed(unfit: dict[str, object], named: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        production_problems(production=True, **{**FIT, **unfit})


def test_the_server_refuses_to_start_in_production_with_the_default_secret() -> None:
    answer = _sinergi("serve", SINERGI_PRODUCTION="yes")
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.startswith("sinergi: settings: SINERGI_SECRET_KEY")
    assert "Traceback" not in answer.stderr


def test_in_production_cookies_travel_only_over_https() -> None:
    script = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
        " s.SECURE_HSTS_SECONDS > 0, s.DEBUG)"
    )
    given = {
        "SINERGI_PRODUCTION": "yes",
        "SINERGI_SECRET_KEY": SECRET,
        "SINERGI_PUBLIC_URL": "https://sinergi.example",
        "DJANGO_SETTINGS_MODULE": "sinergi.config.settings",
    }
    answer = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split() == ["True", "True", "True", "True", "False"]


@pytest.mark.parametrize("value", ["0", "-1", "many", ""])
def test_a_number_must_be_one(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("TRIED", value)
    monkeypatch.setattr(environment, "catalogue", {})
    with pytest.raises(ImproperlyConfigured, match="TRIED"):
        environment.number("TRIED", default=3, least=1, meaning="tried")


def test_a_choice_must_be_among_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIED", "loud")
    monkeypatch.setattr(environment, "catalogue", {})
    with pytest.raises(ImproperlyConfigured, match="plain, json"):
        environment.choice("TRIED", default="plain", among=("plain", "json"), meaning="tried")


def _sinergi(*arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sinergi.config.cli", *arguments],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
