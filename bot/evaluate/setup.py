"""What a run was made with: what its document, table and page say of it alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluate.sample import Sample
from bot.json_form import JSON

__all__ = ["Setup"]


@dataclass(frozen=True, slots=True)
class Setup:
    """Files, sample, and how its articles were indexed."""

    questions: Path
    articles: tuple[Path, ...]  # empty: the questions' own paragraphs
    sample: Sample
    passages: int
    embedder: str
    cut: str  # word pieces of a passage / sentences of overlap
    reader: str  # what kind
    warnings: tuple[str, ...] = ()  # of the bot: a reader that stands in, for one

    @property
    def note(self) -> str:
        """What one must know to read the figures right: the sample, and what was missing."""
        return " ".join(filter(None, (limit_note(self.sample), *self.warnings)))

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """Label and value, for people."""
        files = ", ".join(p.name for p in self.articles) or "paragraphs of the question file"
        sample = self.sample
        return (
            ("questions", f"{len(sample.questions):,} of {self.questions.name}"),
            ("articles", f"{len(sample.articles):,} of {files}"),
            ("passages", f"{self.passages:,} (word pieces / overlap: {self.cut})"),
            ("embedding model", self.embedder),
            ("reader", self.reader),
        )

    def document(self) -> dict[str, JSON]:
        """The same for machines."""
        sample = self.sample
        document: dict[str, JSON] = {
            "questions": str(self.questions),
            "articles": [str(p) for p in self.articles],
            "n": len(sample.questions),
            "of_questions": sample.of_questions,
            "limit": sample.limit,
            "articles_used": len(sample.articles),
            "of_articles": sample.of_articles,
            "articles_skipped": len(sample.skipped),
            "passages": self.passages,
            "embedder": self.embedder,
            "cut": self.cut,
            "reader": self.reader,
        }
        return document | ({"note": self.note} if self.note else {})


def limit_note(sample: Sample) -> str:
    """What a limit does to the figures; empty without one."""
    if sample.limit is None:
        return ""
    searched = len(sample.articles) < sample.of_articles
    which = "those that their searches found, " if searched else ""
    return (
        f"A sample: {len(sample.questions)} of {sample.of_questions} questions, asked of "
        f"{which}{len(sample.articles)} of {sample.of_articles} articles. Fewer articles are "
        "easier to search; compare only with runs of the same limit."
    )
