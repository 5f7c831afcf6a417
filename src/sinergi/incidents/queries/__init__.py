"""What the pages of this room ask, each in a fixed number of statements."""
