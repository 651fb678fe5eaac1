"""Alerts on their way to a channel: claim, send, done."""
