"""The labelled pairs under shared/data/train and the news → claims the verdict head is trained on.

People's pairs are taken as they are. More are made: of questions and their answers ("Who won?" +
"Ann" → "Ann won"), and of news sentences, told in other words or made to say something else
(`models.train.wording`), against the passage they come from, one it was changed in, or another.
What is changed is now the claim, now the evidence, so that the claim alone gives nothing away.
Nothing of dev/ is used.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.types import Span
from bot.words import content_stems, fold
from models.train.pairs import cut, headed
from models.train.polarity import said_of
from models.train.question_sets import Question, multispan, qed, squad
from models.train.texts import read_json, read_lines, spans_of, squeeze, stems
from models.train.wording import NAME, attributed, beyond, flips, names, numbers, reworded

__all__ = ["LABELS", "ClaimPair", "claim_pairs"]

SUPPORTED, REFUTED, NOT_ENOUGH, NOT_SUPPORTED, NOT_REFUTED = range(5)
LABELS = {
    "supported": SUPPORTED,
    "refuted": REFUTED,
    "not_enough_evidence": NOT_ENOUGH,
    "not_supported": NOT_SUPPORTED,  # refuted or not enough: the set does not say
}
STANCES = {
    "irrelevant": NOT_ENOUGH,
    "completely-support": SUPPORTED,
    "partially-support": NOT_SUPPORTED,
    "refute": REFUTED,
}
PRONOUN = re.compile(
    r"^(?:He|She|It|They|His|Her|Its|Their|This|That|These|Those|We|I|You|There)\b"
)
SUBJECT = re.compile(
    r"^(?:who|what|which(?P<noun> [\w' -]{2,40}?)?) "
    r"(?P<rest>(?:is|are|was|were|has|have|had|will|would|can|could|won|led|made|began|became|"
    r"wrote|built|took|gave|held|said|found|lost|left|came|went|\w{3,}ed) .+)$",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"^how (?:many|much) (?P<noun>[\w' -]{2,40}?) (?P<rest>(?:are|were|have|had|will|won|lost|died|"
    r"took|voted|attended|\w{3,}ed) .+)$",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"^(?:what|who) (?P<be>is|was|are|were) (?P<rest>(?:the|a|an) [^?]+?)$", re.IGNORECASE
)
HIGHLIGHTS = re.compile(r"\s*(?:Story h|H)ighlights\s+")
# Where the question asks for a time or place by a noun, its answer is no subject.
OBJECT_NOUN = re.compile(
    r"\b(?:year|day|date|month|time|century|decade|age|city|place|country|way)\b"
)
DOUBTS = (  # said of a sentence, they leave its truth open or deny it
    ("It is not true that {}", REFUTED),
    ("Contrary to what was first reported, it is false that {}", REFUTED),
    ("{name} falsely claimed that {}", REFUTED),
    ("There is no truth to reports that {}", REFUTED),
    ("{name} denied that {}", NOT_SUPPORTED),
    ("{name} made baseless claims that {}", NOT_SUPPORTED),
    ("There is no evidence that {}", NOT_SUPPORTED),
    ("It was not known whether {}", NOT_ENOUGH),
    ("{name} wondered whether {}", NOT_ENOUGH),
    ("{name} hoped that one day {}", NOT_ENOUGH),
)


# At most so many of a source and label. What people wrote teaches most: with four made claims to
# one of theirs, the reader learned the making (see the model card).
MOST = {
    "told:true": 6_000,
    "told:beside": 6_000,
    "told:far": 4_000,
    "told:name": 2_000,
    "told:turned": 2_000,
    "told:added": 1_500,
    "told:doubted": 800,
    "headline:far": 3_000,
}
MOST_TOLD, MOST_OTHER = 1_500, 40_000


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """A claim read against one text, and what the text makes of it."""

    claim: str
    heading: str
    evidence: str
    label: int  # of LABELS
    source: str
    twin: int = 0  # two claims, true and false of one text, share a number; 0: alone


def claim_pairs(data: Path, seed: int = 0) -> list[ClaimPair]:
    """All claims to train on, shuffled. `data` holds train/, dev/ and news/."""
    rng = random.Random(seed)
    train = data / "train"
    kept_out = shown_in_dev(data)
    pairs = [*labelled(train, rng)]
    pairs += asked(train, data, rng)
    pairs += told(data / "news", rng)
    for claim, text, holds in said_of(data / "news", seed):
        pairs.append(ClaimPair(claim, "", text, SUPPORTED if holds else REFUTED, "done or not"))
    pairs = [p for p in pairs if squeeze(p.claim) not in kept_out]
    rng.shuffle(pairs)
    counts: Counter[tuple[str, int]] = Counter()
    kept = []
    for pair in pairs:
        key = (pair.source, pair.label)
        counts[key] += 1
        usual = MOST_TOLD if pair.source.startswith("told") else MOST_OTHER
        if counts[key] <= MOST.get(pair.source, usual):
            kept.append(pair)
    return kept


def shown_in_dev(data: Path) -> set[str]:
    """The claims and questions of dev, and XQuAD's paragraphs, squeezed."""
    shown = set()
    for path in sorted((data / "dev").glob("*.jsonl.gz")):
        if "articles" not in path.name:
            shown |= {squeeze(r.get("claim") or r.get("question") or "") for r in read_lines(path)}
    for document in read_json(data / "dev/xquad-en.json.gz")["data"]:
        shown |= {squeeze(p["context"]) for p in document["paragraphs"]}
    return shown - {""}


def labelled(train: Path, rng: random.Random) -> Iterator[ClaimPair]:
    """Pairs that people wrote and labelled. (set, how often)"""
    for name, times in (
        ("conjnli-pairs", 2),
        ("fever-dev-pairs", 2),
        ("fever-symmetric-dev-pairs", 6),
        ("snli-dev-pairs", 2),
        ("snli-test-pairs", 2),
    ):
        pairs = []
        for row in read_lines(train / f"{name}.jsonl.gz"):
            claim, evidence = plain(row["claim"]), plain(row["evidence"])
            label = LABELS[row["label"]]
            if name == "fever-dev-pairs" and label == NOT_SUPPORTED:
                label = REFUTED  # of 28 read, 26 were refuted
            if name.startswith("snli") and label == REFUTED and _another_scene(claim, evidence):
                continue
            pairs.append(ClaimPair(claim, "", evidence, label, name))
        yield from pairs * times
        if name.startswith("fever"):
            # All of FEVER's evidence decides; without these, an odd claim alone came out refuted.
            yield from _beside_the_point(pairs, rng)
    for row in read_lines(train / "fool-me-twice-dev-a.jsonl.gz"):
        gold, other = row["gold_evidence"], row["other_evidence"]
        for draw in range(6):
            # Evidence that decides may stand among sentences that don't.
            beside = rng.sample(other, min(len(other), rng.randint(0, 2))) if draw else []
            mixed = [*gold, *beside]
            if beside:
                rng.shuffle(mixed)
            yield ClaimPair(row["claim"], "", " ".join(mixed), LABELS[row["label"]], "fm2")
            if draw < 4 and other:
                some = rng.sample(other, min(len(other), rng.randint(1, 4)))
                yield ClaimPair(row["claim"], "", " ".join(some), NOT_ENOUGH, "fm2")
    for row in read_lines(train / "factcheck-gpt-stances.jsonl.gz"):
        if row["stance"] == "irrelevant" and rng.random() < 0.4:
            continue
        words = row["evidence"].split()
        pair = ClaimPair(
            row["claim"], "", " ".join(words[:170]), STANCES[row["stance"]], "factcheck"
        )
        yield from [pair] * 2


def _beside_the_point(pairs: Sequence[ClaimPair], rng: random.Random) -> Iterator[ClaimPair]:
    """Claims set against evidence that names whom they name and has no other word of theirs, and
    against evidence that shares other words and names nobody of theirs."""
    texts = sorted({p.evidence for p in pairs})
    named: dict[str, list[int]] = {}
    having: dict[str, list[int]] = {}
    of_text = [stems(t) for t in texts]
    for n, text in enumerate(texts):
        for name in dict.fromkeys(NAME.findall(text)):
            named.setdefault(name, []).append(n)
        for stem in of_text[n]:
            having.setdefault(stem, []).append(n)
    for claim in dict.fromkeys(p.claim for p in pairs):
        whom = NAME.findall(claim)
        own = stems(" ".join(whom))
        rest = set(content_stems(claim)) - own
        # What opens with the name is about it, and may decide in words of its own.
        same = [
            n
            for name in whom
            for n in named.get(name, ())
            if not rest & of_text[n] and texts[n].find(name) > 60
        ]
        other = [
            n
            for stem in sorted(rest)
            for n in rng.sample(having.get(stem, []), min(3, len(having.get(stem, []))))
            if not own & of_text[n]
        ]
        other.sort(key=lambda n: -len(rest & of_text[n]))
        for places in (rng.sample(same, min(1, len(same))), other[:1]):
            if places and rng.random() < 0.7:
                yield ClaimPair(claim, "", texts[places[0]], NOT_ENOUGH, "fever:beside")


def _another_scene(claim: str, evidence: str) -> bool:
    """Whether SNLI calls a claim refuted for speaking of something else. An article that does so
    refutes nothing: with those pairs in, sentences beside the point came out as refuting."""
    wanted = set(content_stems(claim))
    return len(wanted & stems(evidence)) < 0.34 * len(wanted)


def plain(text: str) -> str:
    """Treebank spacing and brackets → running text."""
    text = (
        text.replace("-LRB-", "(").replace("-RRB-", ")").replace("-LSB-", "[").replace("-RSB-", "]")
    )
    text = re.sub(r" ([.,;:!?)%\]])|([(\[]) ", lambda m: m[1] or m[2], text)
    return re.sub(r" (n't|'s|'re|'ve|'ll|'d|'m)\b", r"\1", text).strip()


def asked(train: Path, data: Path, rng: random.Random) -> Iterator[ClaimPair]:
    """Claims made of questions and answers: right ones, wrong ones, and ones of other passages."""
    kept_out = shown_in_dev(data)
    sets: tuple[tuple[str, Iterable[Question], int], ...] = (
        ("squad2-half", squad(train / "squad2-half-dev.json.gz"), 6_000),
        ("squad2-train", squad(train / "squad2-train-10-articles.json.gz"), 5_000),
        ("new_wiki", squad(train / "squadshifts-new_wiki.json.gz"), 8_000),
        ("qed", qed(train / "qed-dev.jsonl.gz"), 1_500),
        ("multispan", multispan(data, dev=False), 600),
    )
    for name, questions, most in sets:
        kept = [
            q
            for q in questions
            if squeeze(q.context) not in kept_out and squeeze(q.text) not in kept_out
        ]
        rng.shuffle(kept)
        for question in kept[:most]:
            yield from (replace(p, source=f"asked:{name}") for p in _claims_of(question, rng))
    yield from _trapped(train / "squad2-half-dev.json.gz", kept_out, rng)


def _claims_of(question: Question, rng: random.Random) -> Iterator[ClaimPair]:
    if not question.answers:
        return
    answer = question.answers[0].of(question.context)
    if len(question.answers) > 1:
        answer = rng.choice(question.answers).of(question.context)
    if not 1 <= answer.count(" ") + 1 <= 10:
        return
    text, _ = cut(question.context, question.answers, rng)
    heading = headed(question.title, rng)
    claim = stated(question.text, answer, rng)
    if claim is None:
        return
    yield ClaimPair(claim, heading, text, SUPPORTED, "")
    wrong = _wrong(question, answer, rng)
    false = stated(question.text, wrong, rng) if wrong else None
    if false:
        yield ClaimPair(false, heading, text, REFUTED, "")
    elsewhere = _elsewhere(question, answer)
    if elsewhere and rng.random() < 0.7:
        some = false if false and rng.random() < 0.5 else claim
        yield ClaimPair(some, heading, cut(elsewhere, (), rng)[0], NOT_ENOUGH, "")


def _wrong(question: Question, answer: str, rng: random.Random) -> str | None:
    """Another of the answer's kind from the same text, or from its neighbours."""
    right = {fold(a.of(question.context)) for a in question.answers}
    kind: Callable[[str], list[str]] = (
        numbers if re.fullmatch(r"\D{0,3}[\d,.]+\D{0,12}", answer) else names
    )
    texts = [question.context, " ".join(question.others[:4])]
    for text in texts:
        pool = [
            w
            for w in kind(text)
            if not any(fold(w) in r or r in fold(w) for r in right) and w not in question.text
        ]
        if kind is numbers:
            own = numbers(answer)
            pool = [w for w in pool if own and len(w) == len(own[0])]
            if pool and own:
                return answer.replace(own[0], rng.choice(pool))
        elif answer[:1].isupper() and pool:
            return rng.choice(pool)
    return None


def _elsewhere(question: Question, answer: str) -> str | None:
    """The most similar other text of the article that lacks the answer."""
    wanted = set(content_stems(question.text))
    safe = [o for o in question.others if fold(answer) not in fold(o)]
    return max(safe, key=lambda o: len(wanted & stems(o)), default=None)


def _trapped(path: Path, kept_out: set[str], rng: random.Random) -> Iterator[ClaimPair]:
    """SQuAD 2's unanswerable questions with the answer that people thought looked right."""
    for document in read_json(path)["data"]:
        for paragraph in document["paragraphs"]:
            if squeeze(paragraph["context"]) in kept_out:
                continue
            for qa in paragraph["qas"]:
                looks_right = qa.get("plausible_answers") or []
                claim = stated(qa["question"], looks_right[0]["text"], rng) if looks_right else None
                if claim and qa.get("is_impossible"):
                    at = looks_right[0]["answer_start"]
                    span = Span(at, at + len(looks_right[0]["text"]))
                    text, _ = cut(paragraph["context"], (span,), rng)
                    yield ClaimPair(claim, "", text, NOT_SUPPORTED, "trapped")


def stated(question: str, answer: str, rng: random.Random) -> str | None:
    """A question and an answer → a statement; some as "question? answer", the rest not at all."""
    asked = " ".join(question.split()).rstrip(" ?")
    match = NAMED.match(asked)
    if match and not re.search(r"\b(?:of|in|to|by|for|with|from|as)$", match["rest"]):
        return f"{match['rest'][:1].upper()}{match['rest'][1:]} {match['be']} {answer}."
    match = SUBJECT.match(asked)
    if match and not (match["noun"] and OBJECT_NOUN.search(match["noun"])):
        rest = match["rest"]
        noun = match["noun"]
        # "Which team was named …" is the subject's; "What was he named" is not.
        if noun or not re.match(r"(?:is|was|are|were) (?:the|a|an|his|her|their|[A-Z])", rest):
            return f"{answer[:1].upper()}{answer[1:]} {rest}."
    match = COUNTED.match(asked)
    if match and re.search(r"\d|one|two|three|four|five|six|ten", answer):
        noun = "" if match["noun"].split()[-1].rstrip("s") in answer else f" {match['noun']}"
        return f"{answer[:1].upper()}{answer[1:]}{noun} {match['rest']}."
    return f"{asked}? {answer}" if rng.random() < 0.35 else None


def told(folder: Path, rng: random.Random) -> Iterator[ClaimPair]:
    """Claims made of news: true, turned, and undecided, with the passage that makes them so."""
    rows = [*read_lines(folder / "wikinews-2019-2020.jsonl.gz"),
            *read_lines(folder / "archive-8k.jsonl.gz")]  # fmt: skip
    rng.shuffle(rows)
    for row in rows:
        text = row["text"][:6_000]
        if len(text) > 600:
            yield from _told_by(row["title"] or "", text, rng)


def _told_by(title: str, text: str, rng: random.Random) -> Iterator[ClaimPair]:
    """Some claims of one article."""
    points, text = highlights(text)
    sentences = spans_of(text)
    if len(sentences) < 6:
        return
    whole = [s.of(text) for s in sentences]
    who, figures = names(text), numbers(text)
    usable = [
        n
        for n, s in enumerate(whole)
        if 7 <= s.count(" ") + 1 <= 34 and s[-1:] == "." and s[0].isalnum() and "\n" not in s
        and not PRONOUN.match(s)
    ]  # fmt: skip
    for line, n in _summed_up([title, *points], whole):
        yield from _claims(line, whole, n, (who, figures), "headline", rng)
    for n in rng.sample(usable, min(3, len(usable))):
        yield from _claims(whole[n], whole, n, (who, figures), "told", rng)


def highlights(text: str) -> tuple[list[str], str]:
    """The lines that an editor has put above an article ("Story highlights …"), and the rest."""
    mark = HIGHLIGHTS.match(text)
    if mark is None:
        return [], text
    lines = text[mark.end() :].split("\n\n")
    count = next((n for n, line in enumerate(lines) if line.rstrip()[-1:] in '.!?"”:'), 0)
    return lines[:count], "\n\n".join(lines[count:])


def _summed_up(lines: Sequence[str], whole: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Headlines and highlights, told in other words than the article's, each with the number of
    the sentence that says most of it. What the first sentences say is said at the first."""
    for line in lines:
        wanted = set(content_stems(line))
        if not 5 <= line.count(" ") + 1 <= 24 or line.endswith("?") or ":" in line:
            continue
        if len(wanted & stems(" ".join(whole[:6]))) >= 0.5 * len(wanted):
            yield line, 0
            continue
        best = max(range(len(whole)), key=lambda n: len(wanted & stems(whole[n])))
        if len(wanted & stems(" ".join(whole[best : best + 3]))) >= 0.6 * len(wanted):
            yield line, best


def _claims(
    sentence: str,
    whole: Sequence[str],
    n: int,
    pool: tuple[Sequence[str], Sequence[str]],
    source: str,
    rng: random.Random,
) -> Iterator[ClaimPair]:
    """A sentence that stands at n of an article (or its headline) → claims with evidence."""
    headline = source == "headline"
    # Half as the bot judges: a sentence with the one before it.
    alone = rng.random() < 0.5
    before = 0 if headline else rng.choice((0, 1, 1)) if alone else rng.choice((0, 0, 1, 2, 3))
    after = 4 if headline else 0 if alone else rng.choice((0, 1, 2, 3, 4))
    near = list(whole[max(0, n - before) : n])
    later = list(whole[n + 1 : n + 1 + after])
    own = whole[n]
    date = headed("", rng)

    def pair(claim: str, middle: str, label: int, kind: str) -> ClaimPair:
        evidence = " ".join([*near, middle, *later])
        return ClaimPair(claim, date, " ".join(evidence.split()[:140]), label, f"{source}:{kind}")

    claim = reworded(sentence, rng)
    told = claim
    if rng.random() < 0.4:
        told = beyond(claim, rng)
    yield pair(told, own, SUPPORTED, "true")
    if not headline and rng.random() < 0.25 and later:
        joined = f"{claim.rstrip('.')}. {reworded(later[0], rng)}"
        yield pair(joined, own, SUPPORTED, "two")
    turned = list(flips(sentence, *pool, rng))[: rng.choice((1, 1, 2))]
    for flip in turned:
        # The new word must not stand in the evidence as another truth of the same kind: it may,
        # and then only the sentence tells. Either side may be the changed one.
        if headline or rng.random() < 0.55:
            again = next(iter(f for f in flips(claim, *pool, rng) if f.kind == flip.kind), None)
            changed = again.text if again and rng.random() < 0.6 else flip.text
            yield pair(changed, own, REFUTED, flip.kind)
            if not headline and rng.random() < 0.2 and later:
                yield pair(f"{reworded(later[0], rng).rstrip('.')}. {changed}", own, REFUTED, "two")
        else:
            yield pair(claim, flip.text, REFUTED, flip.kind)
            if rng.random() < 0.5:
                yield pair(flip.text, reworded(flip.text, rng), SUPPORTED, "turned")
    if not headline and not attributed(sentence) and rng.random() < 0.3:
        form, label = rng.choice(DOUBTS)
        name = rng.choice(list(pool[0])) if pool[0] else "The group"
        article = sentence.split()[0] in ("The", "A", "An", "In", "On")
        lower = sentence[:1].lower() + sentence[1:] if article else sentence
        yield pair(claim, form.format(lower, name=name), label, "doubted")
    # Another place of the same article, the most similar first.
    far = [k for k in range(len(whole)) if abs(k - n) > 5]
    if far and rng.random() < 0.75:
        wanted = set(content_stems(sentence))
        best = sorted(far, key=lambda k: -len(wanted & stems(whole[k])))[:2]
        at = rng.choice(best)
        around = " ".join(whole[max(0, at - 1) : at + rng.choice((1, 2, 3, 4))])
        if len(wanted & stems(around)) < 0.8 * len(wanted):
            some = turned[0].text if turned and rng.random() < 0.4 else claim
            yield ClaimPair(some, date, " ".join(around.split()[:140]), NOT_ENOUGH, f"{source}:far")
    beside = _beside(sentence, whole, n, rng)
    if beside and rng.random() < 0.8:
        some = turned[0].text if turned and rng.random() < 0.4 else claim
        yield ClaimPair(some, date, beside, NOT_ENOUGH, "told:beside")
    # Its own place with the sentence taken out.
    rest = " ".join([*near, *later])
    wanted = set(content_stems(sentence))
    told_again = len(wanted & stems(rest)) >= 0.6 * len(wanted)
    if not headline and len(rest) > 120 and not told_again and rng.random() < 0.4:
        some = turned[0].text if turned and rng.random() < 0.4 else claim
        yield ClaimPair(some, date, " ".join(rest.split()[:140]), NOT_ENOUGH, f"{source}:gone")
    # A true claim with a detail that is not told there.
    extra = re.search(
        r" (?:in|at|on|near|from|for|with) [A-Z][\w ]{2,20}(?=[,.])",
        " ".join(whole[k] for k in far[:12]),
    )
    if (
        extra
        and not headline
        and extra[0].strip().split()[-1] not in f"{own} {rest}"
        and rng.random() < 0.25
    ):
        yield pair(f"{claim.rstrip('.')}{extra[0]}.", own, NOT_ENOUGH, "added")


def _beside(sentence: str, whole: Sequence[str], n: int, rng: random.Random) -> str | None:
    """A sentence or two elsewhere in the article that don't tell the n-th again: mostly of those
    that share some of its words, as what a search finds does."""
    wanted = set(content_stems(sentence))
    shares = {
        k: len(wanted & stems(whole[k])) / max(1, len(wanted))
        for k in range(len(whole))
        if abs(k - n) > 1 and 20 < len(whole[k]) < 400
    }
    fit = [k for k, share in shares.items() if share < 0.6]
    if not fit:
        return None
    near = sorted(fit, key=lambda k: -shares[k])[:4]
    at = rng.choice(near if rng.random() < 0.7 else fit)
    first = at - 1 if at > 0 and abs(at - 1 - n) > 1 and rng.random() < 0.5 else at
    return " ".join(whole[first : at + 1])
