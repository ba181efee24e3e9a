"""What can go wrong, in words a person can act on.

    BotError
    ├── ArticleError     a file or record that cannot become an article
    ├── IndexFolderError the index folder cannot be read, written, or was made by another embedder
    ├── ModelError       a model cannot be loaded
    │   └── GenerationError  a language model that is there fails while it writes
    ├── PromptError      a prompt cannot be read, or has not the fields that it must have
    ├── RecordError      the record of a verdict cannot be read or written
    └── SettingError     a setting or option has a value that makes no sense

Every message says what was wrong, the offending value, and the remedy. "Your articles don't
say" is an answer, not an error.
"""

__all__ = [
    "ArticleError",
    "BotError",
    "GenerationError",
    "IndexFolderError",
    "ModelError",
    "PromptError",
    "RecordError",
    "SettingError",
]


class BotError(Exception):
    """Something the person can mend; the message says how."""


class ArticleError(BotError):
    """A file or record cannot become an article."""


class IndexFolderError(BotError):
    """The index folder cannot be read or written, or belongs to another embedder."""


class ModelError(BotError):
    """A model cannot be loaded."""


class GenerationError(ModelError):
    """A language model fails while it writes: its server is gone, memory ends, time is up."""


class PromptError(BotError):
    """A prompt cannot be read, or has not the fields that it must have."""


class RecordError(BotError):
    """The record of a verdict, or an export of it, cannot be read or written."""


class SettingError(BotError):
    """A setting or option has a value that makes no sense."""
