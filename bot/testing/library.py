"""Article paths → Bot, with its index built once and cached by content."""

import hashlib
import shutil
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.articles import article_files
from bot.assemble import Workshop
from bot.chat import Bot
from bot.index import Index
from bot.settings import Settings
from bot.testing.read_once import ReadOnce

__all__ = ["Library"]

KEPT = 8  # cached indexes; the oldest go


@dataclass
class Library:
    """Bots over sets of articles; models are loaded at the first need, each set is read once."""

    cache: Path
    settings: Settings
    _bots: dict[tuple[str, ...], Bot] = field(default_factory=dict)
    _workshop: Workshop | None = None

    def bot_over(self, articles: Sequence[Path]) -> Bot:
        """The Bot over files and folders of articles. Raises ArticleError for a missing path."""
        key = tuple(str(p.resolve()) for p in articles)
        if key not in self._bots:
            self._bots[key] = self._build(articles)
        return self._bots[key]

    def bot_of(self, index: Path) -> Bot:
        """The Bot over an index that is there. Raises IndexFolderError when it is not."""
        key = ("index", str(index.resolve()))
        if key not in self._bots:
            self._bots[key] = _opened(self._shop(index))
        return self._bots[key]

    def _build(self, articles: Sequence[Path]) -> Bot:
        files = [(f, _name(f, path)) for path in articles for f in article_files(path)]
        workshop = self._shop(self.cache)
        folder = self.cache / _content_key(files, f"{workshop.embedder.name} {workshop.cut}")
        if not Index.exists(folder):
            self._forget_oldest()
            # Built aside and moved into place whole: an interrupted run leaves no half an index.
            aside = self.cache / "unfinished"
            shutil.rmtree(aside, ignore_errors=True)
            building = self._shop(aside)
            report = building.ingest(list(articles), building.index())
            for skipped in report.skipped:  # told once, when the index is built
                warnings.warn(f"Left out of the tests’ index: {skipped.reason}", stacklevel=2)
            aside.rename(folder)
        return _opened(self._shop(folder))

    def _shop(self, index: Path) -> Workshop:
        if self._workshop is None:
            self._workshop = Workshop(self.settings)
        return self._workshop.over(index)

    def _forget_oldest(self) -> None:
        if not self.cache.is_dir():
            return
        folders = sorted(self.cache.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True)
        for folder in folders[KEPT - 1 :]:
            shutil.rmtree(folder, ignore_errors=True)


def _opened(workshop: Workshop) -> Bot:
    bot = workshop.bot(workshop.existing_index())
    bot.reader = ReadOnce(bot.reader)
    return bot


def _name(file: Path, root: Path) -> str:
    """The path that a file's article is named by."""
    return str(file.relative_to(root) if root.is_dir() else file.name)


def _content_key(files: Sequence[tuple[Path, str]], made_with: str) -> str:
    digest = hashlib.sha256(made_with.encode())
    for file, name in sorted(files):
        digest.update(f"\0{name}\0".encode("utf-8", "surrogateescape"))
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
