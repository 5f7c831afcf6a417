"""`sinergi demo` from an empty database, and again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.house import free_port
from benchmarks.results import Figure, figure
from sinergi.config import embedded
from sinergi.config.children import answers

AIM_FIRST, AIM_AGAIN = 120.0, 10.0  # seconds
PATIENCE = 300.0


def measure() -> list[Figure]:
    """Seconds until the demo answers: from nothing but the installed programs, and again."""
    folder = Path(tempfile.mkdtemp(prefix="sinergi-bench-demo-"))
    try:
        first, again = _once(folder), _once(folder)
    finally:
        _remove(folder)
    return [
        figure("demo, first time", first, "s",
               "sinergi demo with an empty database; installed and built before", AIM_FIRST),
        figure("demo, again", again, "s", "the same, with the data of before", AIM_AGAIN),
    ]  # fmt: skip


def _once(folder: Path) -> float:
    port = free_port()
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {"SINERGI_VAR": str(folder), "PORT": str(port)}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "sinergi.config.cli", "demo"],
        env=environment, stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        while not answers(port):
            if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise RuntimeError("the demo did not start; its own words stand above")
            time.sleep(0.1)
        return time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(60)


def _remove(folder: Path) -> None:
    """The data too, which under root lies outside the folder."""
    os.environ["SINERGI_VAR"] = str(folder)
    shutil.rmtree(embedded.home(folder), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
