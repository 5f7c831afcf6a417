"""Who may do what in this room, by theme."""
