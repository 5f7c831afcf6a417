"""What the actions of the room ask for on a page."""
