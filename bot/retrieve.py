"""Query → Hits: dense and BM25 results fused, misspelt names mended, near-identical passages
collapsed into one, and not all of one article, but its opening; and names that no article has."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from statistics import fmean, pstdev

from rapidfuzz.distance import OSA

from bot.absent import absent_names, telling_names
from bot.contents import Found
from bot.copies import corrected, shingles
from bot.index import Index
from bot.protocols import Embedder
from bot.types import Filters, Hit, Passage, Reading
from bot.words import STOP_WORDS, fold, stem, stems, words, written

__all__ = [
    "FIRST",
    "LEADING",
    "MOST_OF_ONE",
    "Retrieval",
    "Retriever",
    "collapse",
    "fuse",
    "interleaved",
    "opened",
    "spread",
]

POOL = 50  # how many results each search gives to the fusion
# Weight of the dense z-scores in the sum; see the table in ARCHITECTURE.md.
DENSE_WEIGHT = 0.5
SAME_SCORE = 1e-9  # of the largest score: a deviation below it is rounding
SHORT = 6  # letters: a word of fewer is mended only to one with the same first letter
TWO_WRONG = 5  # letters: from so many on a name with two wrong ones is still taken for that name
# "Who did Trump choose as secretary of Education?" found ten passages of "Choosing the Right Trump
# Secretary of Education", written before he chose: of the first ten, no more are of one article.
FIRST = 10
MOST_OF_ONE = 5
# "Was Gallagher convicted of murder?" is told by the first sentence of the article that is found
# first, whose opening ranked fourteenth: news tells the main thing there. RealTimeQA, 120
# questions: recall@5 .817, MRR .726 without; with the opening of one article .833, .731; of two
# .842, .731.
LEADING = 2
# Two passages of different articles that share this part of the smaller one's shingles are one
# text told twice: wire copies share .9, two reports of one event under .2.
SAME_TEXT = 0.7
# … and of articles known to be near-copies: their passages may be cut at other sentences.
SAME_STORY_TEXT = 0.4
MOST_COPIES = 50  # named for a hit beyond those that were found


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found, and for which wording: misspelt words are mended before the search."""

    query: str
    hits: tuple[Hit, ...]  # best first
    mended: tuple[tuple[str, str], ...] = ()  # (as typed, as searched)
    also: tuple[str, ...] = ()  # other wordings that were searched too
    readings: tuple[Reading, ...] = ()  # of the first hits, in their order, once they were read
    absent: tuple[str, ...] = ()  # names of the query that no passage searched has

    @property
    def all_absent(self) -> bool:
        """Whether the query has names, and no passage searched has any of them."""
        return bool(self.absent) and len(self.absent) == sum(1 for _ in telling_names(self.query))


class Retriever:
    """Finds passages for a query in one index."""

    def __init__(
        self, index: Index, embedder: Embedder, *, dense: bool = True, bm25: bool = True
    ) -> None:
        """`dense` and `bm25` switch a search off, for measuring."""
        self.index = index
        self._embedder = embedder
        self._dense = dense
        self._bm25 = bm25

    def retrieve(self, query: str, *, limit: int, filters: Filters = Filters()) -> Retrieval:
        """The `limit` best passages for a query; none for a query without a word."""
        if not any(c.isalnum() for c in query):
            return Retrieval(query, ())
        sparse = self._search_bm25(query, filters)
        mended = self._mend(query, sparse, filters) if self._bm25 else ()
        if mended:
            query = _replaced(query, mended)
            sparse = self._search_bm25(query, filters)
        dense = self._search_dense(query, filters)
        hits = opened(spread(collapse(fuse(dense, sparse), 2 * POOL)), limit)[:limit]
        absent = self._absent(query, [*sparse, *dense], filters) if self._bm25 else ()
        return Retrieval(query, tuple(self._with_copies(hits, filters)), mended, absent=absent)

    def is_name(self, word: str) -> bool:
        """Whether the articles write this word with a capital wherever it stands, however typed.

        One in ten may be without, as in a web address.
        """
        inside = without = 0
        for found in self.index.search_bm25(word, limit=POOL):
            passage = found.passage
            openings = {s.start - passage.start for s in passage.sentences}
            for w in words(passage.text):
                if fold(w.text) == fold(word):
                    without += not w.is_capitalised
                    inside += w.is_capitalised and w.span.start not in openings
        return inside > 9 * without

    def _with_copies(self, hits: Sequence[Hit], filters: Filters) -> Iterator[Hit]:
        """The hits, each naming also those near-copies of its article that no search found."""
        told = self.index.copies({h.passage.story for h in hits if h.passage.story}, filters)
        for hit in hits:
            own = hit.passage.article_id
            others = [i for i in told.get(hit.passage.story, ()) if i != own]
            also = dict.fromkeys((*hit.also_in, *others[:MOST_COPIES]))
            yield replace(hit, also_in=tuple(also))

    def _search_dense(self, query: str, filters: Filters) -> list[Found]:
        if not self._dense:
            return []
        vector = self._embedder.encode([query])[0]
        return self.index.search_dense(vector, limit=POOL, filters=filters)

    def _search_bm25(self, query: str, filters: Filters) -> list[Found]:
        if not self._bm25:
            return []
        return self.index.search_bm25(query, limit=POOL, filters=filters)

    def _absent(self, query: str, found: Sequence[Found], filters: Filters) -> tuple[str, ...]:
        def stands(word: str) -> bool:
            if self.index.search_bm25(word, limit=1, filters=filters):
                return True
            # "Murfy" for Murphy is mended by nobody, and no other name for all that.
            return bool(self._nearest(word, filters, 2 if len(word) >= TWO_WRONG else 1))

        return absent_names(query, {f.passage.titled_text for f in found}, stands)

    def _mend(
        self, query: str, sparse: Sequence[Found], filters: Filters
    ) -> tuple[tuple[str, str], ...]:
        """Query words that the articles lack, with the name in the articles they come near.

        A word that is a single word piece is a usual one and spelt right, though the articles
        lack it.
        """
        typed = list(dict.fromkeys(w.text for w in words(query) if _mendable(w.text)))
        missing = {stem(t) for t in typed}
        for found in sparse:
            if not missing:
                return ()
            missing.difference_update(stems(found.passage.titled_text))
        unknown = [t for t in typed if stem(t) in missing]
        if not unknown:
            return ()
        pieces = self._embedder.count_tokens(unknown)
        pairs = (
            (word, self._nearest(word, filters))
            for word, count in zip(unknown, pieces, strict=True)
            if count > 1 and not self.index.search_bm25(word, limit=1)
        )
        return tuple((word, near) for word, near in pairs if near and fold(near) != fold(word))

    def _nearest(self, word: str, filters: Filters, slips: int | None = None) -> str:
        """The name in the articles that is within a few letters of this word, or nothing.

        Only names, and in a short word the first letter is right: of 1,500 usual words that the
        seeds lack, 27 were "mended" ("spokeswoman" to "spokesman") without these rules.
        """
        slips = _slips(word) if slips is None else slips
        opening = fold(word)[:1] if len(word) < SHORT else ""
        # The index compares stems, which may differ by a letter more than the words do.
        found = self.index.search_bm25(word, limit=POOL, filters=filters, fuzziness=2)
        there = Counter(w for f in found for w in written(f.passage.titled_text))
        near: dict[str, tuple[int, int]] = {}
        for candidate, count in there.items():
            distance = OSA.distance(fold(word), fold(candidate), score_cutoff=slips)
            if distance <= slips:
                near[candidate] = (distance, -count)
        names = [
            n
            for n in near
            if n[0].isupper() and n.lower() not in near and fold(n).startswith(opening)
        ]
        return min(names, key=lambda n: near[n], default="")


def fuse(dense: Sequence[Found], sparse: Sequence[Found]) -> list[Hit]:
    """Join two result lists by the weighted sum of their z-scores, best first.

    A passage that one list lacks gets that list's lowest score; but where BM25 found fewer than
    were asked for, it has none of the query's words, and gets a 0. (Otherwise the one passage with
    a rare name would count as much as those without it.) Convex combination of normalised scores:
    Bruch, Gai, Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023.
    """
    dense_z, dense_floor = _z_scores([(f.passage.id, f.score) for f in dense])
    wordless = [("", 0.0)] if 0 < len(sparse) < POOL else []
    sparse_z, sparse_floor = _z_scores([(f.passage.id, f.score) for f in sparse] + wordless)
    passages: dict[str, Passage] = {f.passage.id: f.passage for f in (*dense, *sparse)}
    cosines = {f.passage.id: f.score for f in dense}
    bm25s = {f.passage.id: f.score for f in sparse}
    hits = [
        Hit(
            passage=passage,
            score=DENSE_WEIGHT * dense_z.get(id_, dense_floor)
            + (1 - DENSE_WEIGHT) * sparse_z.get(id_, sparse_floor),
            dense=cosines.get(id_),
            bm25=bm25s.get(id_),
        )
        for id_, passage in passages.items()
    ]
    return sorted(hits, key=lambda h: -h.score)


def collapse(hits: Iterable[Hit], limit: int) -> list[Hit]:
    """The first `limit` hits that tell different texts, each naming the articles of its copies.

    All hits are looked at: the last of them may be a copy of the first. Passages of near-copies
    are one text from a smaller part in common on. A correction that repeats what it corrects is no
    copy of it.
    """
    kept: list[Hit] = []
    sizes: list[int] = []  # how many shingles each of them has
    holders: dict[tuple[str, ...], list[int]] = {}  # which of them have a shingle
    for hit in hits:
        article, own = hit.passage.article_id, shingles(hit.passage.text)
        shared = Counter(n for s in own for n in holders.get(s, ()))
        originals = (
            n
            for n in sorted(shared)
            if shared[n] >= _same_text(kept[n].passage, hit.passage) * min(sizes[n], len(own))
            and kept[n].passage.article_id != article
            and corrected([kept[n].passage]) == corrected([hit.passage])
        )
        original = next(originals, None)
        if original is not None:
            also = dict.fromkeys((*kept[original].also_in, article))
            kept[original] = replace(kept[original], also_in=tuple(also))
        elif len(kept) < limit:
            for s in own:
                holders.setdefault(s, []).append(len(kept))
            kept.append(hit)
            sizes.append(len(own))
    return kept


def spread(hits: Sequence[Hit]) -> list[Hit]:
    """With at most MOST_OF_ONE passages of one article among the first FIRST, as long as there are
    others; the rest follow in their order."""
    counts: Counter[str] = Counter()
    ahead: list[Hit] = []
    rest: list[Hit] = []
    for hit in hits:
        article = hit.passage.article_id
        if len(ahead) < FIRST and counts[article] < MOST_OF_ONE:
            counts[article] += 1
            ahead.append(hit)
        else:
            rest.append(hit)
    return ahead + rest


def opened(hits: Sequence[Hit], limit: int = FIRST) -> list[Hit]:
    """With the openings of the first LEADING articles among the first `limit`, FIRST at most, where
    they were found at all. The last passage that is no opening gives way, of the same article if
    that has MOST_OF_ONE."""
    limit = min(limit, FIRST)
    first, rest = list(hits[:limit]), list(hits[limit:])
    for article in list(dict.fromkeys(h.passage.article_id for h in first))[:LEADING]:
        own = [h for h in first if h.passage.article_id == article]
        opening = next((h for h in rest if _opens(h.passage, article)), None)
        inside = [h for h in first[LEADING:] if h.passage.number]
        if len(own) >= MOST_OF_ONE:
            inside = [h for h in inside if h in own]
        if opening and inside:
            first.remove(inside[-1])
            rest.remove(opening)
            first.append(opening)
            rest.insert(0, inside[-1])
    return first + rest


def interleaved(lists: Sequence[Sequence[Hit]], limit: int) -> tuple[Hit, ...]:
    """The first hits of each list, then the second ones, and so on: each passage once."""
    ranked = (h for rank in zip_longest(*lists) for h in rank if h is not None)
    unique: dict[str, Hit] = {}
    for hit in ranked:
        unique.setdefault(hit.passage.id, hit)
    return tuple(unique.values())[:limit]


def _opens(passage: Passage, article: str) -> bool:
    return passage.number == 0 and passage.article_id == article


def _same_text(one: Passage, other: Passage) -> float:
    """The part of shingles in common from which two passages are one text."""
    return SAME_STORY_TEXT if one.story and one.story == other.story else SAME_TEXT


def _z_scores(found: Sequence[tuple[str, float]]) -> tuple[Mapping[str, float], float]:
    """Each passage's score in standard deviations from the list's mean, and the lowest of them.

    Scores that differ by their last digits only are equal: rounding would decide between them.
    """
    if not found:
        return {}, 0.0
    scores = [score for _, score in found]
    mean, deviation = fmean(scores), pstdev(scores)
    if deviation <= SAME_SCORE * max(map(abs, scores)):
        deviation = 1.0
    z = {id_: (score - mean) / deviation for id_, score in found}
    return z, min(z.values())


def _mendable(word: str) -> bool:
    return len(word) >= 4 and word.isalpha() and fold(word) not in STOP_WORDS


def _slips(word: str) -> int:
    """How many wrong letters a word of this length may have."""
    return 1 if len(word) < 8 else 2


def _replaced(query: str, mended: Sequence[tuple[str, str]]) -> str:
    nearest = dict(mended)
    parts, end = [], 0
    for word in words(query):
        parts += [query[end : word.span.start], nearest.get(word.text, word.text)]
        end = word.span.end
    return "".join([*parts, query[end:]])
