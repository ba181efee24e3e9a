"""Text → a new file: whole or not at all, and never in the place of another."""

import os
from pathlib import Path

from bot.errors import RecordError

__all__ = ["require_new", "write_new"]


def require_new(path: Path) -> None:
    """Raise RecordError where nothing can be written, before seconds go into judging."""
    try:
        is_there, in_a_folder = path.exists() or path.is_symlink(), path.parent.is_dir()
    except OSError as error:  # a name that is too long, or a folder that may not be looked into
        raise _unwritable(path, error) from error
    if is_there:
        raise RecordError(
            f"{str(path)!r} is there already and is not overwritten. "
            "Give another name, or remove it first."
        )
    if not in_a_folder:
        raise RecordError(
            f"{str(path)!r} cannot be written: there is no folder {str(path.parent)!r}. "
            "Make it, or give another place."
        )


def write_new(path: Path, text: str) -> None:
    """Write a file as UTF-8; a crash leaves either all of it or nothing under its name.

    Raises RecordError when the file is there already, or cannot be written.
    """
    require_new(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with draft.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(draft, path)  # unlike a rename, it never replaces a file
            except FileExistsError:
                raise
            except OSError:  # a file system without links
                require_new(path)
                draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except FileExistsError:
        require_new(path)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> RecordError:
    why = error.strerror or error
    return RecordError(f"{str(path)!r} cannot be written: {why}. Give another place.")
