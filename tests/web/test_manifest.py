"""What the templates ask of the built front end."""

from __future__ import annotations

import json
import logging
import os
import re
from pathlib import Path

import pytest

from sinergi.web import manifest
from sinergi.web.templatetags import sinergi as tags

BUILT = {
    "_shared.js": {"file": "assets/shared-1.js", "css": ["assets/shared-1.css"]},
    "frontend/main.js": {
        "file": "assets/main-1.js",
        "css": ["assets/main-1.css", "assets/shared-1.css"],
        "imports": ["_shared.js"],
    },
    "frontend/icons.txt": {"file": "assets/icons-1.svg"},
}


@pytest.fixture
def build(tmp_path, monkeypatch):
    monkeypatch.setattr(manifest, "BUILD", tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps(BUILT))
    return tmp_path


@pytest.mark.usefixtures("build")
def test_tags_give_the_built_files_each_once():
    assert tags.vite_css("main").count("<link") == 2
    assert tags.vite_css("main").index("shared-1.css") < tags.vite_css("main").index("main-1.css")
    script = '<script type="module" src="/static/build/assets/main-1.js"></script>'
    assert tags.vite_js("main") == script
    assert tags.vite_js("unknown") == ""


def test_a_new_build_is_seen(build):
    tags.vite_js("main")
    newer = {"frontend/main.js": {"file": "assets/main-2.js"}}
    (build / "manifest.json").write_text(json.dumps(newer))
    os.utime(build / "manifest.json", ns=(1, 1))
    assert "main-2.js" in tags.vite_js("main")


def test_before_the_first_build_pages_stand_without_look(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(manifest, "BUILD", tmp_path)
    with caplog.at_level(logging.WARNING):
        assert (tags.vite_css("main"), tags.vite_js("main")) == ("", "")
    assert "npm run build" in caplog.text


@pytest.mark.usefixtures("build")
def test_an_icon_is_ornament_unless_it_has_a_name():
    assert 'href="/static/build/assets/icons-1.svg#bell"' in tags.icon("bell")
    assert 'aria-hidden="true"' in tags.icon("bell")
    assert 'role="img" aria-label="Alarm"' in tags.icon("bell", "Alarm")


def test_no_built_style_sheet_asks_another_server():
    sheets = list(Path(manifest.BUILD).glob("assets/*.css"))
    if not sheets:
        pytest.skip("the front end is not built")
    for sheet in sheets:
        assert not re.findall(r"url\(\s*[\"']?(?:https?:)?//", sheet.read_text())
