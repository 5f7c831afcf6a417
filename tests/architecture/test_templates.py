"""Pages obey the strict content security policy, and can be read by everybody."""

from __future__ import annotations

import re

from django.conf import settings

from tests.architecture.sources import name, text, written

INLINE_STYLE = re.compile(r"""\sstyle\s*=\s*["']""")
HANDLER = re.compile(r"""\son[a-z]+\s*=\s*["']""")
SCRIPT = re.compile(r"<script\b([^>]*)>")
STYLE_ELEMENT = re.compile(r"<style\b")
IMAGE = re.compile(r"<img\b([^>]*)>", re.DOTALL)


def test_no_template_has_inline_style_or_script() -> None:
    for path in written(".html"):
        source = text(path)
        where = name(path)
        assert not INLINE_STYLE.search(source), where
        assert not HANDLER.search(source), where
        assert not STYLE_ELEMENT.search(source), where
        for attributes in SCRIPT.findall(source):
            assert "src=" in attributes or "application/json" in attributes, where


def test_every_image_has_a_text() -> None:
    for path in written(".html"):
        for attributes in IMAGE.findall(text(path)):
            assert "alt=" in attributes, name(path)


def test_the_policy_allows_nothing_inline_and_nobody_elsewhere() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    allowed = {source for sources in directives.values() for source in sources}
    assert allowed <= {"'self'", "'none'", "data:", "blob:"}
    assert directives["script-src"] == ["'self'"]
    assert directives["style-src"] == ["'self'"]


def test_no_view_loosens_the_policy() -> None:
    for path in written(".py"):
        if path.parts[-2] != "architecture":
            assert not re.search(r"csp_(exempt|update|replace)", text(path)), name(path)
