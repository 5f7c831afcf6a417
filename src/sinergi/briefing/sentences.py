"""How the verbs of this room are told. Loaded once, at start; see followups.timeline."""

from __future__ import annotations
