"""What the pages of the meetings ask."""
