"""Processes that read what came from the web, within limits."""
