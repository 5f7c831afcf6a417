"""Nothing comes from elsewhere at run time, and no file says where packages lie."""

from __future__ import annotations

import json
import re

from tests.architecture.sources import PROJECT, name, text, tracked, written

# Written in parts, so that this file does not name them either.
HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("cdn", "jsdelivr", "net"),
        ("unpkg", "com"),
        ("cdnjs", "cloudflare", "com"),
        ("fonts", "googleapis", "com"),
        ("tile", "openstreetmap", "org"),
    )
)
BINARY = {".png", ".jpg", ".jpeg", ".webp", ".pdf", ".woff2", ".xlsx", ".zip", ".ico", ".mp3"}


def test_no_file_names_a_registry_or_a_content_network() -> None:
    named = {
        f"{name(path)}: {host}"
        for path in tracked()
        if path.suffix not in BINARY
        for host in HOSTS
        if host in text(path)
    }
    assert not named


def test_the_lock_of_the_front_end_has_hashes_and_no_addresses() -> None:
    packages = json.loads(text(PROJECT / "package-lock.json"))["packages"]
    locked = {path: entry for path, entry in packages.items() if path}
    assert not [path for path, entry in locked.items() if "resolved" in entry]
    assert not [path for path, entry in locked.items() if "integrity" not in entry]


def test_every_requirement_is_pinned_with_hashes() -> None:
    for path in (PROJECT / "requirements").glob("*.txt"):
        lines = [line for line in text(path).splitlines() if re.match(r"[a-z]", line)]
        assert lines
        assert all("==" in line and line.endswith("\\") for line in lines)
        assert "://" not in text(path)
        assert "--find-links " not in text(path).replace("--no-emit-find-links ", "")


def test_the_packages_of_the_front_end_are_pinned_exactly() -> None:
    package = json.loads(text(PROJECT / "package.json"))
    wanted = {**package.get("dependencies", {}), **package.get("devDependencies", {})}
    assert not [version for version in wanted.values() if not re.fullmatch(r"[\d.]+", version)]


def test_no_page_loads_anything_from_another_origin() -> None:
    foreign = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")
    for path in written(".html"):
        assert not foreign.search(text(path)), name(path)
