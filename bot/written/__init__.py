"""What a language model writes, held to the articles before it is shown."""
