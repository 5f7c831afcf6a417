"""What a person can do here, by theme: the only writes of this room."""
