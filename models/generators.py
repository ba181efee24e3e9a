"""One setting → the language model that it names."""

from bot.protocols import Generator

__all__ = ["open_generator"]


def open_generator(
    spec: str,
    *,
    seed: int | None = None,
    context_tokens: int | None = None,
    key: str = "",
    remote: bool = False,
    may_fetch: bool = True,
) -> Generator:
    """Open a language model: a server, by `http://host:port/v1`, with `#model` behind it or not; or
    a model for transformers, by folder or hub id.

    `key` and `remote` matter to a server only, `may_fetch` to a hub id. Takes seconds to minutes.
    Raises ModelError when it is not to be had, SettingError for an address that makes no sense.
    """
    if spec.strip().lower().startswith(("http://", "https://")):
        from models.model_server import ModelServer

        return ModelServer(
            spec.strip(),
            seed=seed,
            context_tokens=context_tokens,
            key=key,
            remote=remote,
        )
    from models.local_model import LocalModel

    return LocalModel(
        spec.strip(),
        seed=seed,
        context_tokens=context_tokens,
        may_fetch=may_fetch,
    )
