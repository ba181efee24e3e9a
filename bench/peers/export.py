"""Articles and questions → the passages and questions that every system gets:

python -m bench.peers.export --squad FILE --out DIR
python -m bench.peers.export --articles FILE --questions FILE --limit 40 --out DIR

They are those of `eval retrieval`. Writes passages.jsonl (id, date, and the text as Footing embeds
it, title and date in front; article, title and body to judge by) and questions.jsonl (question,
date; gold article or answers to judge by)."""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from bot.assemble import Workshop
from bot.evaluate.questions import Question
from bot.evaluate.sample import Sample, limited, load_sample, with_right_passages
from bot.ingest import Cut
from bot.json_form import JSON
from bot.passages import passages
from bot.protocols import Embedder
from bot.settings import load_settings
from bot.types import Passage

__all__ = ["export"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("--squad", type=Path)
    parser.add_argument("--articles", type=Path, nargs="*", default=[])
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    sample = load_sample(given.articles, given.questions, given.squad)
    workshop = Workshop(load_settings())
    sample = limited(with_right_passages(sample), given.limit)
    export(sample, workshop.embedder, workshop.cut, given.out)


def export(sample: Sample, embedder: Embedder, cut: Cut, folder: Path) -> None:
    """Write a sample's passages and questions."""
    folder.mkdir(parents=True, exist_ok=True)
    cuts = (
        passage
        for article in sample.articles
        for passage in passages(
            article,
            embedder.count_tokens,
            max_tokens=cut.max_tokens,
            overlap_sentences=cut.overlap_sentences,
        )
    )
    _write(folder / "passages.jsonl", map(_passage, cuts))
    _write(folder / "questions.jsonl", map(_question, sample.questions))


def _passage(passage: Passage) -> JSON:
    return {
        "id": passage.id,
        "date": passage.date.isoformat() if passage.date else "",
        "text": passage.titled_text,
        "article": passage.article_id,
        "title": passage.title,
        "body": passage.text,
    }


def _question(question: Question) -> JSON:
    return {
        "question": question.text,
        "date": question.as_of.isoformat() if question.as_of else "",
        "answers": question.answers,
        "gold": question.gold,
    }


def _write(path: Path, rows: Iterable[JSON]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


if __name__ == "__main__":
    main()
