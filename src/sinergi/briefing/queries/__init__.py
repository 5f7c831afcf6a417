"""What this room reads from all the others, by theme."""
