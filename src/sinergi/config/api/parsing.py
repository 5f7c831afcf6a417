"""Reading JSON as RFC 8259 has it: UTF-8, no NaN, no half characters, no bottomless nesting."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser
from pydantic_core import from_json


class StrictParser(Parser):
    """Python's own reader lets through what the database would choke on."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The content of the body. Raises ValueError for anything else."""
        return from_json(request.body, allow_inf_nan=False)
