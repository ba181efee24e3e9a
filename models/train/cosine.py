"""Fit the weights of `models.cosine.CosineReader`: python -m models.train.cosine --data DIR

Reads SQuAD-form questions (with and without an answer in their paragraph), reads each against its
own and the most similar other paragraphs of its article, and fits a logistic regression to "this
sentence holds the answer". Prints the weights, and how well they tell answerable questions."""

import argparse
import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bot.sentences import sentence_spans
from bot.types import Article, Passage, Span
from bot.words import content_stems
from models.cosine import features
from models.embedder import SentenceTransformerEmbedder

TRAIN = ("train/squad2-train-10-articles.json.gz", "train/squad2-half-dev.json.gz")
HELD_OUT = "dev/xquad-en.json.gz"
RIVALS = 3  # other paragraphs of the article that a question is read against


@dataclass(frozen=True)
class Example:
    question: str
    passages: list[Passage]  # its own paragraph first
    answer: Span | None  # in its own paragraph


def examples(path: Path, skip: frozenset[str] = frozenset()) -> Iterator[Example]:
    """The questions of a SQuAD-form file, without those on paragraphs to skip."""
    for document in json.loads(gzip.decompress(path.read_bytes()))["data"]:
        kept = [p for p in document["paragraphs"] if p["context"] not in skip]
        passages = [
            _passage(p["context"], document.get("title", ""), n) for n, p in enumerate(kept)
        ]
        stems = [set(content_stems(p.text)) for p in passages]
        for paragraph, own in zip(kept, passages, strict=True):
            for qa in paragraph["qas"]:
                asked = set(content_stems(qa["question"]))
                near = sorted(passages, key=lambda p: -len(asked & stems[p.number]))
                rivals = [p for p in near if p is not own][:RIVALS]
                answers = [] if qa.get("is_impossible") else qa["answers"]
                span = (
                    Span(answers[0]["answer_start"],
                         answers[0]["answer_start"] + len(answers[0]["text"]))
                    if answers else None
                )  # fmt: skip
                yield Example(qa["question"], [own, *rivals], span)


def rows(
    data: list[Example], embedder: SentenceTransformerEmbedder
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(n, features) of every sentence, (n,) whether it holds the answer, (n,) which example."""
    texts = sorted({p.quote(s) for e in data for p in e.passages for s in p.sentences})
    place = {t: i for i, t in enumerate(texts)}
    vectors = embedder.encode(texts)
    asked = embedder.encode([e.question for e in data])
    x, y, group = [], [], []
    for n, example in enumerate(data):
        for passage in example.passages:
            for span, seen in zip(
                passage.sentences, features(example.question, passage), strict=True
            ):
                cosine = float(vectors[place[passage.quote(span)]] @ asked[n])
                x.append((cosine, *astuple(seen)[1:]))
                holds = passage is example.passages[0] and example.answer is not None
                y.append(bool(holds and example.answer and span.overlaps(example.answer)))
                group.append(n)
    return np.array(x), np.array(y), np.array(group)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--questions", type=int, default=4000)
    options = parser.parse_args()
    embedder = SentenceTransformerEmbedder()
    held_out = list(examples(options.data / HELD_OUT))
    seen = frozenset(p.text for e in held_out for p in e.passages[:1])
    data = [e for name in TRAIN for e in examples(options.data / name, seen)]
    random.Random(0).shuffle(data)
    x, y, _ = rows(data[: options.questions], embedder)
    model = LogisticRegression(max_iter=1000).fit(x, y)
    weights = (*model.coef_[0], model.intercept_[0])
    print("WEIGHTS =", tuple(round(float(w), 2) for w in weights))
    report(data[options.questions : options.questions + 1500], model, embedder, "held-out SQuAD 2")
    random.Random(0).shuffle(held_out)
    report(held_out[:400], model, embedder, "XQuAD")


def report(
    data: list[Example], model: LogisticRegression, embedder: SentenceTransformerEmbedder, name: str
) -> None:
    """Print how often the best sentence holds the answer, and the AUROC of 'is answerable'."""
    x, y, group = rows(data, embedder)
    scores = model.predict_proba(x)[:, 1]
    best = [np.flatnonzero(group == n) for n in range(len(data))]
    right = [y[b[np.argmax(scores[b])]] for n, b in enumerate(best) if data[n].answer]
    print(f"{name}: best sentence holds the answer in {np.mean(right):.3f} of {len(right)}")
    top = np.array([scores[b].max() for b in best])
    answerable = np.array([e.answer is not None for e in data])
    if answerable.all():
        # Without its own paragraph a question has no answer.
        top = np.concatenate([top, [scores[b[len(data[n].passages[0].sentences):]].max(initial=0)
                                    for n, b in enumerate(best)]])  # fmt: skip
        answerable = np.concatenate([answerable, np.zeros(len(data), bool)])
    print(f"{name}: AUROC of answerable {roc_auc_score(answerable, top):.3f}")
    for threshold in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6):
        print(
            f"  threshold {threshold}: answers {np.mean(top[answerable] >= threshold):.2f} of the "
            f"answerable, {np.mean(top[~answerable] >= threshold):.2f} of the others"
        )


def _passage(text: str, title: str, number: int) -> Passage:
    article = Article(id=title, text=text, title=title.replace("_", " "))
    return Passage(title, number, 0, len(text), text, tuple(sentence_spans(text)), article.title)


if __name__ == "__main__":
    main()
