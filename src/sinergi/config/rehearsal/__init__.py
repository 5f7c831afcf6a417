"""The rehearsal: Kabupaten Madiun on the morning of the coordination meeting of 10 September 2024.

Real places, stages and agencies; fictional incidents; no person and no candidate is named.
"""

from __future__ import annotations

from sinergi.config.rehearsal.cast import PASSPHRASE
from sinergi.config.rehearsal.live import play_live
from sinergi.config.rehearsal.loading import (
    demo_accounts,
    is_loaded,
    load_rehearsal,
    pause,
    resume,
)
from sinergi.config.rehearsal.voting_day import play_voting_day

__all__ = [
    "PASSPHRASE",
    "demo_accounts",
    "is_loaded",
    "load_rehearsal",
    "pause",
    "play_live",
    "play_voting_day",
    "resume",
]
