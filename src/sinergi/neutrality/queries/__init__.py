"""What the pages of the room show, each in few statements."""
