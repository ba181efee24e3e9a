"""One sentence → the single claims in it."""

from bot.clauses.single import single_claims

__all__ = ["single_claims"]
