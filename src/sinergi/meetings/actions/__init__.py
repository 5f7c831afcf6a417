"""What a person can do with a meeting. These modules hold the only writes of this room."""
