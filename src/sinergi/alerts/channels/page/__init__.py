"""The page: every notice stands there at once; this rings at whoever has it open."""
