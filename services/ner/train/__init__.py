"""The recipe of the shipped model: `make train`. Not needed to run Melder."""
