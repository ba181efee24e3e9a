"""Record → a file for others: Markdown, a self-contained HTML page, or ClaimReview JSON-LD."""

from bot.export.claim_review import Publication, claim_review
from bot.export.forms import Form, export, form_of
from bot.export.html_page import html_page
from bot.export.markdown import markdown

__all__ = [
    "Form",
    "Publication",
    "claim_review",
    "export",
    "form_of",
    "html_page",
    "markdown",
]
