"""Jointex plans, flies, scores, weighs and checks joint air exercises from public data."""

__version__ = "0.1.0"

__all__ = ["__version__"]
