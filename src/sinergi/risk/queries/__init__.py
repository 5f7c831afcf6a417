"""Reads of the room, in few statements."""
