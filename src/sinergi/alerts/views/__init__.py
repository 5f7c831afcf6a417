"""The pages of the room, by theme."""
