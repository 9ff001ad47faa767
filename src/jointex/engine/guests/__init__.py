"""Tactics from outside the package: a user's Python file decides for a flight, in a process of its own."""
