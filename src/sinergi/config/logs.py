"""What is written to the log: one line an event, with the door and the request it came by."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from sinergi.kernel.context import current_door


class OfDoor(logging.Filter):
    """Adds the request id and the door to every record, so that lines of one request are found."""

    def filter(self, record: logging.LogRecord) -> bool:
        door = current_door()
        record.request_id, record.door = door.request_id, door.name
        return True


class JsonLines(logging.Formatter):
    """One JSON object a line, for a collector of logs."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "door": getattr(record, "door", ""),
            "request_id": getattr(record, "request_id", ""),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


PLAIN = "{asctime} {levelname:<7} {name}: {message} [{door} {request_id}]"


def logging_settings(form: str, level: str) -> dict[str, Any]:
    """Django's LOGGING: to standard error, `form` is plain or json, `level` the least shown."""
    formatter = (
        {"()": "sinergi.config.logs.JsonLines"}
        if form == "json"
        else {"format": PLAIN, "style": "{", "datefmt": "%H:%M:%S"}
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"door": {"()": "sinergi.config.logs.OfDoor"}},
        "formatters": {"line": formatter},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["door"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level.upper()},
        "loggers": {
            # Refusals are answers, not faults; faults come with their traceback.
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "WARNING"},
            "django": {"handlers": [], "propagate": True},
            "procrastinate": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "pikepdf": {"level": "WARNING"},
            # Would tell, at the level debug, what the camera wrote into a photo.
            "PIL": {"level": "INFO"},
        },
    }
