"""Setting up an operation for any regency of Indonesia: agencies, desks and policies."""

from sinergi.config.founding.found import Plan, found_operation

__all__ = ["Plan", "found_operation"]
