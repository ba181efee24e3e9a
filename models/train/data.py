"""The question sets and news articles under shared/data → pairs the reader is trained on.

Every set becomes `Question`s, of which `Pair`s are drawn. Nothing of dev/ is used: its paragraphs
and questions are dropped.
"""

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from models.train.news_questions import news
from models.train.pairs import Pair, drawn_pairs
from models.train.question_sets import Question, multispan, nqg, qamr, qed, selqa, squad, torque
from models.train.texts import hashed, read_json, squeeze

__all__ = ["held_out", "training_pairs"]


def training_pairs(data: Path, seed: int = 0) -> list[Pair]:
    """All pairs to train on, shuffled. `data` is the folder that holds train/, dev/ and news/."""
    rng = random.Random(seed)
    train = data / "train"
    dev = read_json(data / "dev/xquad-en.json.gz")
    kept_out = {squeeze(p["context"]) for d in dev["data"] for p in d["paragraphs"]}
    kept_out |= {squeeze(q.context) for q in held_out(data)}
    asked = {squeeze(q["question"]) for d in dev["data"] for p in d["paragraphs"] for q in p["qas"]}
    asked |= {squeeze(q.text) for q in [*held_out(data), *multispan(data, dev=True)]}
    asked |= {squeeze(q["question"]) for q in read_json(data / "dev/selqa-test.json.gz")}
    # set → (questions, how often each is used, at most so many, near misses a positive)
    sets: dict[str, tuple[Iterable[Question], int, int, float]] = {
        "squad2-half": (squad(train / "squad2-half-dev.json.gz"), 1, 20_000, 1.0),
        "squad2-train": (squad(train / "squad2-train-10-articles.json.gz"), 1, 20_000, 1.0),
        "new_wiki": (squad(train / "squadshifts-new_wiki.json.gz"), 1, 20_000, 0.9),
        "reddit": (squad(train / "squadshifts-reddit.json.gz"), 1, 20_000, 0.5),
        "amazon": (squad(train / "squadshifts-amazon_reviews.json.gz"), 1, 20_000, 0.5),
        "qed": (qed(train / "qed-dev.jsonl.gz"), 2, 20_000, 0.7),
        "multispan": (multispan(data, dev=False), 3, 20_000, 0.5),
        "qamr": (qamr(train), 1, 7_000, 0.8),
        "torque": (torque(train / "torque-dev.json.gz"), 1, 500, 0.2),
        "selqa": (selqa(train / "selqa-dev.json.gz"), 1, 20_000, 1.0),
        "nqg": (nqg(train), 1, 3_500, 0.9),
        "news": (news(data / "news", rng), 1, 4_000, 0.7),
    }
    pairs = []
    for name, (found, times, limit, misses) in sets.items():
        usable = [
            q for q in found if squeeze(q.context) not in kept_out and squeeze(q.text) not in asked
        ]
        rng.shuffle(usable)
        for question in usable[:limit] * times:
            safe = tuple(o for o in question.others if squeeze(o) not in kept_out)
            drawn = drawn_pairs(replace(question, others=safe), rng, misses)
            pairs += [replace(p, source=name) for p in drawn]
    # The easiest negatives keep the scale honest: any question against any text.
    texts = rng.sample(pairs, len(pairs) // 25)
    pairs += [
        Pair(rng.choice(pairs).question, p.heading, p.text, (), source="random") for p in texts
    ]
    rng.shuffle(pairs)
    return pairs


def held_out(data: Path) -> list[Question]:
    """The SQuAD 2 questions, on whole paragraphs, that are kept from training to calibrate on."""
    # The ten training articles hold few unanswerable questions, the half of dev many.
    parts = (("squad2-train-10-articles", 24), ("squad2-half-dev", 10))
    dev = read_json(data / "dev/xquad-en.json.gz")
    shown = {squeeze(p["context"]) for d in dev["data"] for p in d["paragraphs"]}
    return [
        q
        for name, part in parts
        for q in squad(data / f"train/{name}.json.gz")
        if hashed(q.context) % part == 0 and squeeze(q.context) not in shown
    ]
