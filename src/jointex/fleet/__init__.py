"""The record of an aircraft in a running exercise, what a run logs, and all randomness."""
