"""Footing: ask a pile of news articles; every sentence it shows stands on an exact quote."""

__version__ = "0.1.0"
