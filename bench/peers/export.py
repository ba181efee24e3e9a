"""Articles and questions → the passages and right answers that every system gets:
python -m bench.peers.export --squad FILE --out DIR
python -m bench.peers.export --articles FILE --questions FILE --limit N --out DIR

Writes passages.jsonl (id, group, date, text) and questions.jsonl (question, date, and either the
right group or the answer strings). Text is title, date and passage, as Footing embeds it."""

import argparse
import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from bot.articles import read_articles
from bot.assemble import Workshop
from bot.passages import passages
from bot.settings import load_settings
from bot.types import Article


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--squad", type=Path)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--limit", type=int, default=40)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.squad:
        articles, questions = squad(options.squad)
    else:
        articles, questions = news(options.articles, options.questions, options.limit)
    workshop = Workshop(load_settings())
    with (options.out / "passages.jsonl").open("w", encoding="utf-8") as file:
        for article in articles:
            for p in passages(
                article,
                workshop.embedder.count_tokens,
                max_tokens=workshop.cut.max_tokens,
                overlap_sentences=workshop.cut.overlap_sentences,
            ):
                day = p.date.isoformat() if p.date else ""
                row = {"id": p.id, "group": p.article_id, "date": day, "text": p.titled_text}
                file.write(json.dumps(row) + "\n")
    with (options.out / "questions.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(q) + "\n" for q in questions)


def squad(path: Path) -> tuple[list[Article], list[dict[str, object]]]:
    """SQuAD-form paragraphs as articles, and which of them each question is about."""
    articles, questions = [], []
    for d, document in enumerate(json.loads(gzip.decompress(path.read_bytes()))["data"]):
        for p, paragraph in enumerate(document["paragraphs"]):
            articles.append(Article(id=f"{d}-{p}", text=paragraph["context"]))
            questions += [
                {"question": q["question"], "group": f"{d}-{p}"} for q in paragraph["qas"]
            ]
    return articles, questions


def news(
    articles: Path, questions: Path, limit: int
) -> tuple[list[Article], list[dict[str, object]]]:
    """A fixed subset of the dated questions that have an answer, with all their articles."""
    rows = [r for r in _lines(questions) if r["answer_in_own"]]
    rows.sort(key=lambda r: hashlib.sha256(str(r["id"]).encode()).hexdigest())
    rows = rows[:limit]
    wanted = {i for r in rows for i in r["found_by_search"]}
    found = [a for a in read_articles([articles]) if isinstance(a, Article) and a.id in wanted]
    keep = ("question", "answers", "date")
    return found, [{k: r[k] for k in keep} for r in rows]


def _lines(path: Path) -> Iterator[dict[str, list[str] | str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
