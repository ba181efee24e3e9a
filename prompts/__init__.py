"""Prompt templates as plain text, one a file, for a language model; `bot.written.prompts` reads
them anew at each use."""
