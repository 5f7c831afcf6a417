"""What the house can bear: figures with an aim each, measured on the real server."""
