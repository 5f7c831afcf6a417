"""Real boundaries, where they are at hand, and small files of squares."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from sinergi.regions.loading import load_regency
from sinergi.regions.models import Region

SHARED = Path(os.environ.get("SINERGI_SHARED") or settings.PROJECT.parent / "shared" / "data")


@pytest.fixture(scope="session")
def real() -> Callable[[str], Path]:
    """The path of a file of real boundaries; skips the test where there are none."""

    def path(name: str) -> Path:
        file = SHARED / name
        if not file.is_file():
            pytest.skip(f"no real boundaries at hand: {name} (set SINERGI_SHARED to their folder)")
        return file

    return path


@pytest.fixture
def regency(db: Any) -> Region:
    """Kabupaten Madiun with its approximate cells."""
    return load_regency("35.19")


Feature = dict[str, Any]


def square(west: float, south: float, side: float = 0.01) -> Feature:
    """A polygon, counter-clockwise from its south-west corner; `side` in degrees."""
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(code: Any, geometry: Any, **properties: Any) -> Feature:
    """A feature whose property `code` holds the code."""
    return {"type": "Feature", "properties": {"code": code, **properties}, "geometry": geometry}


def collection(*features: Feature, **members: Any) -> bytes:
    """A file of features."""
    return json.dumps({"type": "FeatureCollection", "features": features, **members}).encode()
