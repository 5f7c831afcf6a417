"""What the pages of the meetings show, in few statements."""
