"""What each action of this room asks. `offers.py` says which form belongs to which action."""
