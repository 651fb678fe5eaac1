"""Which articles are one text or one agency's story."""
