"""Signals and reactions, asset bargaining, energy supply and policies: cases under rival theories, never a forecast."""
