"""Verdicts kept as files, and judged again on the articles of today."""
