"""What the forms of this room ask, by theme."""
