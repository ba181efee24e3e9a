"""Articles → sketches that tell near-copies apart from the rest without their texts.

A sketch is a MinHash (Broder, "On the resemblance and containment of documents", 1997) of an
article's shingles: the share of places where two sketches agree estimates the share of shingles
that two articles have in common. Sketches with a band in common are candidates; those without one
are hardly ever alike. A correction, which repeats what it corrects, is only ever a copy of another.
"""

import hashlib
from collections.abc import Iterable, Iterator

import numpy as np

from bot.overtaken import corrects
from bot.types import Passage
from bot.words import stems

__all__ = ["SAME_ARTICLE", "bands", "corrected", "likeness", "shingles", "sketch"]

SHINGLE_WORDS = 3
PLACES = 128  # of a sketch; the estimate's standard deviation is then at most .044
SEED = 1
SCHEME = "affine32"  # datasketch's; sketches are kept, so neither may ever change
# From this likeness two articles are one text. Of 3,000 news articles the pairs above it were wire
# copies, reposts and updates of one text; see docs/measurements.md, "Copies".
SAME_ARTICLE = 0.7
# 18 bands of 7 places: of pairs that are .7 alike 79 % share one, at .8 99 %, at .5 13 %.
BAND = 7
Shingle = tuple[str, ...]


def shingles(text: str) -> frozenset[Shingle]:
    """Every run of SHINGLE_WORDS stems; of a shorter text all its stems."""
    found = stems(text)
    size = min(SHINGLE_WORDS, len(found))
    return frozenset(zip(*(found[start:] for start in range(size)), strict=False))


def corrected(passages: Iterable[Passage]) -> bool:
    """Whether any sentence says that something reported was wrong, or is replaced."""
    return any(corrects(p.quote(s)) for p in passages for s in p.sentences)


def sketch(text: str, *, correction: bool) -> bytes:
    """One byte for whether it is a correction, then PLACES numbers of 4 bytes."""
    from datasketch import MinHash  # it loads scipy

    made = MinHash(num_perm=PLACES, seed=SEED, scheme=SCHEME)
    made.update_batch([" ".join(s).encode() for s in shingles(text)])
    places = np.asarray(made.hashvalues, dtype="<u4")
    return bytes([correction]) + places.tobytes()


def likeness(one: bytes, other: bytes) -> float:
    """The estimated share of shingles in common, 0..1; 0 for an article and a correction."""
    if one[0] != other[0]:
        return 0.0
    return float(np.mean(_places(one) == _places(other)))


def bands(sketch: bytes) -> Iterator[int]:
    """Numbers of 63 bits of which near-copies share at least one."""
    places = _places(sketch)
    for start in range(0, PLACES - BAND + 1, BAND):
        key = bytes([sketch[0], start]) + places[start : start + BAND].tobytes()
        yield int.from_bytes(hashlib.blake2b(key, digest_size=8).digest()) >> 1


def _places(sketch: bytes) -> "np.ndarray[tuple[int], np.dtype[np.uint32]]":
    return np.frombuffer(sketch, "<u4", offset=1)
