"""What the room keeps: situation reports with their parts; reviews and lessons beside them."""
