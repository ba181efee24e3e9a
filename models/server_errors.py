"""What the `openai` client raises → what a person is told, with the remedy."""

import json

import openai

from models.server_address import ServerAddress

__all__ = ["told"]


def told(error: Exception, address: ServerAddress, model: str) -> str:
    """One or two sentences on why a server gave no text."""
    server = address.name
    match error:
        case openai.APITimeoutError():
            return f"{server} did not answer in time. It may be loading or busy: ask again."
        case openai.APIConnectionError():
            return (
                f"{server} is not to be reached, or broke off. Start it, or mend the address in "
                "the setting 'generator'."
            )
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return f"{server} wants a key. Give it in the variable BOT_GENERATOR_KEY."
        case openai.NotFoundError():
            return (
                f"{server} knows no model {model!r}, or nothing at that address: most end in /v1. "
                f"It says: {said(error)}"
            )
        case openai.APIStatusError():
            return f"{server} refused with status {error.status_code}: {said(error)}"
        case openai.APIError():
            return f"{server} failed: {said(error)}"
        case _:
            return (
                f"{server} does not speak OpenAI's protocol ({type(error).__name__}). Look at the "
                "address: most end in /v1."
            )


def said(error: openai.APIError) -> str:
    """The server's own words, as one short line."""
    body = error.body
    if isinstance(body, dict):
        inner = body.get("message") or body.get("detail") or body.get("error") or body
        body = inner if isinstance(inner, str) else json.dumps(inner, ensure_ascii=False)
    line = " ".join(str(body or error.message).split())
    return (line if len(line) <= 200 else f"{line[:200]} …").rstrip(".") + "."
