"""Short texts from phones: their grammar, and what is done and answered."""
