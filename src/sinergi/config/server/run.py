"""Starting granian with what was measured to serve best."""

from __future__ import annotations

from granian import Granian
from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.log import LogLevels

# A page on the live feed stays open for hours and counts as a request in work.
OPEN_AT_ONCE = 8192
STOP_WITHIN = 10  # seconds until a process that does not end is killed


def serve(host: str, port: int, workers: int) -> None:
    """Serve until told to stop (SIGINT, SIGTERM); what is being answered is answered."""
    Granian(
        "sinergi.config.server.application:application",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        runtime_mode=RuntimeModes.mt,
        http=HTTPModes.auto,
        websockets=False,
        backlog=2048,
        backpressure=OPEN_AT_ONCE,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN,
        log_level=LogLevels.warning,
        process_name=None,
    ).serve()
