"""`make demo`: the whole system on sample articles, with a receiver that verifies what it is sent."""
