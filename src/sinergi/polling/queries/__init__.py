"""What the pages of this room ask, in few statements."""
