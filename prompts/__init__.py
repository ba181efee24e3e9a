"""Prompt templates as plain text, one a file, for answers written by a language model."""
