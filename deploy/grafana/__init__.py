"""The dashboard of Melder, written by build.py from the table in panels.py."""
