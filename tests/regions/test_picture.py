"""The map as one picture: shades, names, marks, and nothing that a page would carry out."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from sinergi.regions.picture import SHADES, Mark, map_svg, shade_of


def square(code: str, name: str, west: float) -> dict:
    ring = [[west, -7.6], [west + 0.1, -7.6], [west + 0.1, -7.5], [west, -7.5], [west, -7.6]]
    return {
        "properties": {"code": code, "name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


PLACES = [square("35.19.01", "Kebonsari", 111.4), square("35.19.02", "Dolopo", 111.5)]


def test_places_bear_their_name_and_figure_and_the_largest_is_darkest():
    svg = map_svg(PLACES, {"35.19.01": 7}, [Mark(111.45, -7.55, "000123")], title="Laporan")
    root = ET.fromstring(svg)
    words = [node.text for node in root.iter() if node.tag.endswith("text")]
    assert words == ["Kebonsari", "7", "Dolopo", "0"]
    fills = [node.get("fill") for node in root.iter() if node.tag.endswith("path")]
    assert fills[:2] == [SHADES[-1], SHADES[0]]
    assert "000123" in svg and root.get("aria-label") == "Laporan"


def test_names_are_text_whatever_stands_in_them():
    svg = map_svg([square("1", "<script>alert(1)</script>", 111.4)], {}, title='a"b<c')
    assert "<script" not in svg
    assert ET.fromstring(svg).get("aria-label") == 'a"b<c'


@pytest.mark.parametrize(
    ("number", "most", "shade"), [(0, 5, 0), (1, 100, 1), (5, 5, 4), (3, 5, 3), (1, 0, 0)]
)
def test_shades(number, most, shade):
    assert shade_of(number, most) == shade


def test_nothing_is_drawn_of_nothing():
    assert map_svg([], {}, title="") == ""
