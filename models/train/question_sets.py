"""The question sets under shared/data/train → `Question`s: a question, the text that answers it,
where the answer stands, and other texts of the same article."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from bot.types import Span
from models.train.texts import (
    detokenised,
    joined,
    read_json,
    read_lines,
    read_text,
    sentences_joined,
)

__all__ = ["Question", "multispan", "nqg", "qamr", "qed", "selqa", "squad", "torque"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the text it is asked of, and where that text answers it."""

    id: str
    text: str
    title: str
    context: str
    answers: tuple[Span, ...]  # in the context; none: it does not answer
    others: tuple[str, ...] = ()  # other texts of the same article
    weak: bool = False  # the answer lies somewhere in the spans


def squad(path: Path) -> Iterator[Question]:
    """A SQuAD-form file; of several annotators' answers the most common, then the shortest."""
    for document in read_json(path)["data"]:
        contexts = [p["context"] for p in document["paragraphs"]]
        title = unquote(document.get("title", "")).replace("_", " ")
        title = "" if title.startswith(("Amazon", "Filtered Reddit")) else title
        for n, paragraph in enumerate(document["paragraphs"]):
            others = contexts[max(0, n - 20) : n] + contexts[n + 1 : n + 20]
            for qa in paragraph["qas"]:
                given = [] if qa.get("is_impossible") else qa["answers"]
                counts = Counter(a["text"] for a in given)
                best = sorted(given, key=lambda a: (-counts[a["text"]], len(a["text"])))[:1]
                spans = [
                    Span(a["answer_start"], a["answer_start"] + len(a["text"]))
                    for a in best
                    if paragraph["context"][a["answer_start"] :].startswith(a["text"])
                ]
                if bool(spans) == bool(given):
                    yield Question(
                        str(qa["id"]), qa["question"].strip(), title, paragraph["context"],
                        tuple(spans), tuple(others),
                    )  # fmt: skip


def qed(path: Path) -> Iterator[Question]:
    """Natural Questions with the paragraph that answers them."""
    for row in read_lines(path):
        answers = [a for group in row["original_nq_answers"] for a in group]
        best = min(answers, key=lambda a: len(a["string"]), default=None)
        if best is None:
            continue
        # Several lists are several annotators; a list of several is a list answer.
        group = max(row["original_nq_answers"], key=len)
        chosen = group if len(group) > 1 else [best]
        context = row["paragraph_text"]
        spans = tuple(Span(a["start"], a["end"]) for a in chosen)
        yield Question(str(row["example_id"]), row["question_text"], row["title_text"],
                       *joined(context.split(" "), context, spans))  # fmt: skip


def multispan(data: Path, *, dev: bool) -> Iterator[Question]:
    """Questions whose answer is a list; the first 100 by sorted id are for development."""
    rows = read_json(data / "train/multispanqa-valid.json.gz")["data"]
    first = set(sorted(r["id"] for r in rows)[:100])
    for row in rows:
        if (row["id"] in first) is dev:
            text, spans = detokenised(row["context"])
            groups: list[list[int]] = []
            for n, label in enumerate(row["label"]):
                if label == "B":
                    groups.append([n])
                elif label == "I" and groups:
                    groups[-1].append(n)
            answers = tuple(Span(spans[g[0]].start, spans[g[-1]].end) for g in groups)
            yield Question(row["id"], " ".join(row["question"]), "", text, answers)


def qamr(folder: Path) -> Iterator[Question]:
    """Questions on single sentences of news and encyclopedia, set among neighbouring sentences."""
    sentences = {}
    for line in read_text(folder / "qamr-sentences.tsv.gz").splitlines():
        key, _, sentence = line.partition("\t")
        sentences[key] = sentence
    documents: dict[str, list[str]] = defaultdict(list)
    for key in sentences:
        documents[key.rsplit(":", 2)[0]].append(key)
    whole = {k: detokenised(s.split(" ")) for k, s in sentences.items()}
    kinds = {kind: [k for k in sentences if kind in k] for kind in ("wikinews", "wikipedia")}
    rng = random.Random(1)
    for part in ("dev", "test"):
        for n, line in enumerate(read_text(folder / f"qamr-{part}.tsv.gz").splitlines()):
            key, _, _, _, _, asked, own, *others = line.split("\t")
            answers = [own, *(o.partition(":")[2] for o in others)]
            sets = [{int(i) for i in a.split()} for a in answers if a.strip()]
            # Kept where all annotators mean the same words, and those stand together.
            if len(sets) < 3 or not set.intersection(*sets):
                continue
            chosen = min(sets, key=len)
            low, high = min(chosen), max(chosen)
            text, spans = whole[key]
            if high - low >= 2 * len(chosen) or high >= len(spans) or len(text) < 40:
                continue
            near = [k for k in documents[key.rsplit(":", 2)[0]] if k != key]
            pads = rng.sample(kinds["wikinews" if "wikinews" in key else "wikipedia"], 14)
            around = [whole[k][0] for k in [*near[:3], *(p for p in pads if p != key)]]
            # Own neighbours first, then strangers: passages of about five sentences.
            placed = around[: rng.randint(2, 6)]
            rng.shuffle(placed)
            at = rng.randint(0, len(placed))
            before = " ".join(placed[:at])
            context = " ".join([*placed[:at], text, *placed[at:]])
            answer = Span(spans[low].start, spans[high].end).shifted(len(before) + (at > 0))
            rest = " ".join(around[-6:])
            yield Question(f"{part}{n}", asked.strip(), "", context, (answer,), (rest,))


def torque(path: Path) -> Iterator[Question]:
    """Questions on the order of events in news; the answers are event words."""
    for key, row in read_json(path).items():
        for asked, pair in row["question_answer_pairs"].items():
            marks = [re.findall(r"\d+", i) for i in pair["answer"]["indices"]]
            spans = tuple(Span(int(a), int(b)) for a, b in marks)
            if "?" in asked and not pair.get("is_default_question"):
                yield Question(f"{key}{asked}", asked, "", row["passage"], tuple(sorted(spans)))


def selqa(path: Path) -> Iterator[Question]:
    """Questions and the sentences of a section, some of which answer: known by sentence only."""
    for n, row in enumerate(read_json(path)):
        text, spans = sentences_joined(row["candidates"])
        answers = tuple(spans[i] for i in row["answers"])
        yield Question(f"selqa{n}", row["question"], row["article"], text, answers, weak=True)


def nqg(folder: Path) -> Iterator[Question]:
    """A sentence and a question it answers, line by line; neighbouring lines, one paragraph."""
    lines = read_text(folder / "nqg-src.txt.gz").splitlines()
    questions = read_text(folder / "nqg-tgt.txt.gz").splitlines()
    unique = list(dict.fromkeys(lines))
    place = {line: n for n, line in enumerate(unique)}
    plain = [detokenised(line.split())[0] for line in unique]
    for n, (line, asked) in enumerate(zip(lines, questions, strict=True)):
        at = place[line]
        text, spans = sentences_joined(plain[max(0, at - 3) : at + 4])
        own = spans[min(at, 3)]
        after, before = plain[at + 5 : at + 11], plain[max(0, at - 11) : max(0, at - 5)]
        others = (" ".join(after), " ".join(before))
        yield Question(f"nqg{n}", detokenised(asked.split())[0], "", text, (own,),
                       tuple(o for o in others if o), weak=True)  # fmt: skip
