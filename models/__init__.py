"""The local models behind the protocols of `bot.protocols`."""
