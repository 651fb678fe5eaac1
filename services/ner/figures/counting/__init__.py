"""What a number counts: the noun phrase that it opens."""
