"""How Melder is run: configuration, the whole on one machine, images."""
