"""The service worker as Vite built it. It must stand at the root of the site to show pushes."""

from __future__ import annotations

from sinergi.web.manifest import BUILD, manifest

SOURCE = "frontend/push-worker.js"


def worker_script() -> bytes | None:
    """Its text; None while the front end is not built."""
    found = manifest().get(SOURCE)
    return (BUILD / found["file"]).read_bytes() if found else None
