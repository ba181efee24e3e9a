"""The question sets and news articles under shared/data → pairs the reader is trained on.

Every set becomes `Question`s: a question, the text that answers it, where the answer stands, and
other texts of the same article. `Pair`s are drawn from them: windows of 60 to 130 words round the
answer, and near misses (other paragraphs of the article, the answer's sentence left out, a name
swapped in the question). Nothing of dev/ is used: its paragraphs and questions are dropped.
"""

import functools
import gzip
import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from bot.sentences import sentence_spans
from bot.types import Span
from bot.words import content_stems, fold

__all__ = ["Pair", "Question", "held_out", "squad", "training_pairs"]

WORDS = (60, 130)  # of a window, drawn evenly: 80 to 170 word pieces
WORD = r"[A-ZÀ-Þ][\w’'.-]*\w"
NAME = rf"{WORD}(?: (?:(?:of|de|bin|al|van|von|the) )?{WORD})*"
NAMES = re.compile(NAME)
NUMBERS = re.compile(r"\b\d[\d,.]*\b")
LIST = re.compile(rf"(?P<list>{NAME}(?:, {NAME})*,? and {NAME}) (?P<rest>[a-z][^.;:—]+)[.;—]?")
ONE = re.compile(rf"(?P<list>{NAME}) (?P<rest>[a-z][^.;:—]+)[.;—]?")
VERBS = frozenset(
    "are is was were have has had will would could can should may did won lost said says took "
    "began met made held led left told went came became beat got gave sent put ran set hit plan "
    "play face want make take agree say remain also both all".split()
)
JOINTS = frozenset(
    "after as at because before during for from in on over that when where which while who "
    "with".split()
)
OPENINGS = frozenset(
    "the a an in on at but and as for if this that these those there when while after before since "
    "with by its his her their our my some many most both such so yet or not no however meanwhile "
    "also what who how why last now then to from it they we you i he she".split()
)


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


@dataclass(frozen=True, slots=True)
class Pair:
    """One example: a question read against one text."""

    question: str
    heading: str  # title and date, or nothing
    text: str
    answers: tuple[Span, ...]  # in the text; none: it does not answer
    weak: bool = False
    source: str = ""


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


def hashed(text: str) -> int:
    """A number that depends on nothing but the text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def drawn_pairs(question: Question, rng: random.Random, misses: float) -> Iterator[Pair]:
    """The question against a window of its context, and about `misses` near misses."""
    own = cut(question.context, question.answers, rng)
    title = question.title
    asked = restyled(question.text, rng)
    yield Pair(asked, headed(title, rng), own[0], own[1], question.weak)
    if not question.answers:
        return
    ways: list[Callable[[], Pair | None]] = [
        lambda: _other(question, rng),
        lambda: _other(question, rng),
        lambda: _holed(question, rng),
        lambda: _swapped(question, own, rng),
    ]
    if rng.random() >= misses:
        return
    rng.shuffle(ways)
    for way in ways:
        miss = way()
        if miss is not None:
            yield replace(miss, heading=headed(title, rng))
            return


def _other(question: Question, rng: random.Random) -> Pair | None:
    """The question against one of the most similar other texts of its article."""
    answers = {fold(a.of(question.context)) for a in question.answers}
    asked = set(content_stems(question.text))
    safe = [
        o
        for o in question.others
        if question.weak or not any(a in fold(o) for a in answers if len(a) > 1)
    ]
    near = sorted(safe, key=lambda o: -len(asked & stems(o)))[:3]
    if not near:
        return None
    text, _ = cut(rng.choice(near), (), rng)
    return Pair(restyled(question.text, rng), "", text, ())


def _holed(question: Question, rng: random.Random) -> Pair | None:
    """The question against its own context without the sentences that answer it."""
    sentences = spans_of(question.context)
    answers = [a.of(question.context) for a in question.answers]
    left = [s for s in sentences if not any(s.overlaps(a) for a in question.answers)]
    text = " ".join(s.of(question.context) for s in left)
    if len(text) < 150 or (not question.weak and any(fold(a) in fold(text) for a in answers)):
        return None
    return Pair(restyled(question.text, rng), "", cut(text, (), rng)[0], ())


def _swapped(
    question: Question, own: tuple[str, tuple[Span, ...]], rng: random.Random
) -> Pair | None:
    """The question with one of its names or numbers swapped for another of the same article."""
    text, _ = own
    for pattern in (NUMBERS, NAMES):
        there = [
            m
            for m in pattern.finditer(question.text)
            if m.start() > 0 and m[0] in text and fold(m[0]) not in OPENINGS
        ]
        if not there:
            continue
        gone = rng.choice(there)
        pool = {
            m[0]
            for context in (question.context, *question.others[:6])
            for m in pattern.finditer(context)
            if m.start() > 0
            and context[m.start() - 2] not in '.!?"”\n'
            and len(m[0]) > (3 if pattern is NUMBERS else 2)
            and m[0] not in question.text
            and gone[0] not in m[0]
            and not any(m[0] in a.of(question.context) for a in question.answers)
        }
        if pattern is NUMBERS:
            pool = {p for p in pool if len(p) == len(gone[0])}
        if pool:
            put = rng.choice(sorted(pool))
            asked = question.text[: gone.start()] + put + question.text[gone.end() :]
            return Pair(restyled(asked, rng), "", text, ())
    return None


def cut(context: str, answers: Sequence[Span], rng: random.Random) -> tuple[str, tuple[Span, ...]]:
    """A window of whole sentences round the answers, or anywhere → its text, the answers in it."""
    sentences = spans_of(context)
    wanted = rng.randint(*WORDS)
    sizes = [s.of(context).count(" ") + 1 for s in sentences]
    if not sentences or sum(sizes) <= wanted:
        return context, tuple(answers)
    held = [n for n, s in enumerate(sentences) if any(s.overlaps(a) for a in answers)]
    a = min(held) if held else rng.randrange(len(sentences))
    b = max(held) + 1 if held else a + 1
    total = sum(sizes[a:b])
    while total < wanted and (a > 0 or b < len(sentences)):
        if b == len(sentences) or (a > 0 and rng.random() < 0.5):
            a -= 1
            total += sizes[a]
        else:
            total += sizes[b]
            b += 1
    start, end = sentences[a].start, sentences[b - 1].end
    inside = [x for x in answers if start <= x.start and x.end <= end]
    return context[start:end], tuple(x.shifted(-start) for x in inside)


def headed(title: str, rng: random.Random) -> str:
    """The title, half of the time, and sometimes a date, as `Passage.titled_text` has them."""
    day = f"{rng.randint(2008, 2023)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    parts = [title if rng.random() < 0.6 else "", day if rng.random() < 0.4 else ""]
    return ", ".join(p for p in parts if p)


def restyled(question: str, rng: random.Random) -> str:
    """The question, sometimes as people type it: without its mark. (Case is no matter: the
    encoder folds it.)"""
    return question.rstrip(" ?") if rng.random() < 0.25 else question


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


def news(folder: Path, rng: random.Random) -> Iterator[Question]:
    """Synthetic questions on news: "X, Y and Z did so" → who did so? Lists, and as many singles."""
    counts = {True: 0, False: 0}
    rows = [*read_lines(folder / "wikinews-2019-2020.jsonl.gz"),
            *read_lines(folder / "archive-8k.jsonl.gz")]  # fmt: skip
    rng.shuffle(rows)
    for row in rows[:3_500]:
        if not 600 < len(row["text"]) < 20_000:
            continue
        spans = spans_of(row["text"][:3_000])
        taken = 0
        for n, span in enumerate(spans):
            found = _subject_question(span.of(row["text"]), rng)
            if found is None or taken >= 3:
                continue
            asked, answers = found
            single = len(answers) == 1
            if counts[single] >= (900 if single else 2_600) or (single and rng.random() < 0.8):
                continue
            counts[single] += 1
            taken += 1
            a, b = max(0, n - rng.randint(0, 5)), min(len(spans), n + rng.randint(1, 6))
            start = spans[a].start
            others = [
                row["text"][s[0].start : s[-1].end]
                for s in (spans[max(0, a - 6) : a], spans[b : b + 6])
                if len(s) > 2
            ]
            text = row["text"][start : spans[b - 1].end]
            yield Question(
                f"{row['id']}:{n}", asked, row["title"] or "", text,
                tuple(x.shifted(span.start - start) for x in answers), tuple(others),
            )  # fmt: skip


def _subject_question(sentence: str, rng: random.Random) -> tuple[str, tuple[Span, ...]] | None:
    """The question of "X, Y and Z met in Rome." and the spans of X, Y, Z; None: no such form."""
    match = LIST.match(sentence) or ONE.match(sentence)
    if match is None:
        return None
    rest = match["rest"].split()
    first = rest[0].rstrip(",")
    if not 4 <= len(rest) <= 30 or not (first in VERBS or first.endswith("ed")):
        return None
    names = [
        Span(m.start(), m.end())
        for m in re.finditer(r"(?:(?!, | and ).)+", match["list"])
        if (m[0].strip())
    ]
    parts = []
    for name in names:
        text = name.of(sentence)
        text_start = name.start + len(text) - len(text.lstrip(", "))
        text_start += 4 if sentence[text_start:].startswith("and ") else 0
        parts.append(Span(text_start, name.end))
    if any(fold(p.of(sentence).split()[0]) in OPENINGS for p in parts if p.of(sentence).split()):
        return None
    if any(not p.of(sentence).strip() for p in parts):
        return None
    singular = {"are": "is", "were": "was", "have": "has"}
    ends = [n for n in range(5, len(rest)) if rest[n] in JOINTS or rest[n - 1].endswith(",")]
    kept = " ".join(rest[: rng.choice([*ends, len(rest)])]).rstrip(",;: ")
    person = all(len(p.of(sentence).split()) > 1 for p in parts)
    if person or rng.random() < 0.4:
        opening = rng.choice(("Who", "Who", "Which people"))
    else:
        opening = rng.choice(("Who", "What", "Which", "Which ones"))
    if opening in ("Who", "What") and rng.random() < 0.7:
        head, _, tail = kept.partition(" ")
        kept = f"{singular.get(head, head)} {tail}"
    return f"{opening} {kept}?", tuple(parts)


def detokenised(tokens: Sequence[str]) -> tuple[str, list[Span]]:
    """Treebank tokens → running text, and where each token stands in it."""
    brackets = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"',
                "-lrb-": "(", "-rrb-": ")", "-lsb-": "[", "-rsb-": "]"}  # fmt: skip
    text, spans, glue = "", [], True
    for token in tokens:
        plain = brackets.get(token, token)
        tight = token in {",", ".", ";", ":", "?", "!", "%", ")", "]", "''"} or (
            plain in (")", "]") or token.startswith(("'", "n't", "’"))
        )
        if text and not glue and not tight:
            text += " "
        spans.append(Span(len(text), len(text) + len(plain)))
        text += plain
        glue = plain in ("(", "[", "$", "£", "€", "#") or token == "``"
    return text, spans


def joined(
    tokens: Sequence[str], context: str, answers: tuple[Span, ...]
) -> tuple[str, tuple[Span, ...]]:
    """Space-separated tokens of a context → running text, and the answers' places in it."""
    text, spans = detokenised(tokens)
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token) + 1
    moved = []
    for answer in answers:
        inside = [n for n, s in enumerate(starts) if answer.start <= s < answer.end]
        if inside:
            moved.append(Span(spans[inside[0]].start, spans[inside[-1]].end))
    return text, tuple(moved)


def sentences_joined(sentences: Sequence[str]) -> tuple[str, list[Span]]:
    """Sentences → one text, and where each stands in it."""
    text, spans = "", []
    for sentence in sentences:
        text += " " if text else ""
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence
    return text, spans


@functools.lru_cache(maxsize=50_000)
def spans_of(text: str) -> tuple[Span, ...]:
    """The sentences of a text; most texts are asked about many times."""
    return tuple(sentence_spans(text))


@functools.lru_cache(maxsize=50_000)
def stems(text: str) -> frozenset[str]:
    """The stems of a text's words of matter."""
    return frozenset(content_stems(text))


@functools.lru_cache(maxsize=100_000)
def squeeze(text: str) -> str:
    """A text without its case, marks and spaces, to find it again in another set."""
    return re.sub(r"\W+", "", fold(text))


def read_text(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode("utf-8")


def read_json(path: Path) -> Any:
    return json.loads(read_text(path))


def read_lines(path: Path) -> Iterator[Any]:
    return (json.loads(line) for line in read_text(path).splitlines())
