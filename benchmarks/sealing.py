"""Evidence sealed and stored, then opened again: how quickly, and in how much memory.

Twice sealed, as the original of what a reporter sends: to the case's identity key, then to its
content key. Both ways the memory must not grow with the file.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

import psutil
from django.db import transaction

from benchmarks.exports import MB, growth_of
from benchmarks.house import House
from benchmarks.results import Figure, figure

SIZES = (20, 100)  # MB
AIM_RATE, AIM_GROWTH = 20.0, 16.0  # MB/s at least, MB at most
LOOK = 0.005  # seconds between two looks at the memory


def measure(house: House) -> list[Figure]:
    """For each size: MB/s and growth of memory, sealing and opening."""
    _pass_through(house.folder, 1)  # what is loaded once does not count
    return [made for size in SIZES for made in _pass_through(house.folder, size)]


def _pass_through(folder: Path, size: int) -> list[Figure]:
    from sinergi.neutrality.sealing import age, store

    content, identity = age.new_pair(), age.new_pair()
    ourselves = [psutil.Process()]
    with tempfile.TemporaryFile(dir=folder) as source:
        _fill(source, size)
        with growth_of(ourselves, LOOK) as sealing, transaction.atomic():
            began = time.perf_counter()
            path = store.keep_sealed(source, identity.recipient, content.recipient)
            sealed = time.perf_counter() - began
    with growth_of(ourselves, LOOK) as opening:
        began = time.perf_counter()
        with store.open_kept(path, content.secret, identity.secret) as kept:
            read = sum(len(piece) for piece in kept)
        opened = time.perf_counter() - began
    if read != size * MB:
        raise RuntimeError("what was opened is not what was sealed")
    how = f"{size} MB, two layers, written through to the disk"
    return [
        figure(f"sealing {size} MB", size / sealed, "MB/s", how, AIM_RATE, better="above"),
        figure(f"sealing {size} MB, memory", sealing.most / MB, "MB", "growth", AIM_GROWTH),
        figure(f"opening {size} MB", size / opened, "MB/s", how, AIM_RATE, better="above"),
        figure(f"opening {size} MB, memory", opening.most / MB, "MB", "growth", AIM_GROWTH),
    ]


def _fill(source: BinaryIO, size: int) -> None:
    """Bytes that no compression makes smaller, a megabyte at a time."""
    for _megabyte in range(size):
        source.write(os.urandom(MB))
