"""The offer of the board."""

from sinergi.polling.offers import CALL

__all__ = ["CALL"]
