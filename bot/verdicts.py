"""The values of checking a claim, frozen: what speaks for and against it, the verdict, what that
hangs on, and what it was made with.

    Evidence → Verdict → Check
"""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from bot.contents import Holdings
from bot.types import Answer, Citation, Days, Filters, Hit, Without

__all__ = [
    "CLOSEST",
    "NOTHING_FOUND",
    "Check",
    "Evidence",
    "HangsOn",
    "Made",
    "ModelUsed",
    "Removal",
    "Stance",
    "Verdict",
    "VerdictLabel",
]

# What is told of a claim without evidence, with sentences that are closest to it and without.
CLOSEST = "Nothing sure enough to count for it or against it. Closest:"
CLOSE_CALL = "a close call"  # told of a claim left open
SURE = 0.6  # … below this confidence
CERTAIN = 0.8  # a verdict on one side below this confidence is told as probable
NOTHING_FOUND = "No sentence was found that speaks for it or against it."
EVERYTHING = Filters()
NOTHING = Without()


class Stance(enum.Enum):
    """Which side a piece of evidence is on."""

    SUPPORTS = "supports"
    REFUTES = "refutes"


class VerdictLabel(enum.Enum):
    """What the articles make of a claim."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    CONFLICTING = "conflicting"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"

    @property
    def in_words(self) -> str:
        """What a person is told."""
        return {
            "supported": "Supported by your articles",
            "refuted": "Refuted by your articles",
            "conflicting": "Your articles disagree",
            "not_enough_evidence": "Your articles don’t say enough",
        }[self.value]

    @property
    def sign(self) -> str:
        """A sign to stand beside the words, so that nothing hangs on colour."""
        return {"supported": "✓", "refuted": "✕", "conflicting": "⇄", "not_enough_evidence": "○"}[
            self.value
        ]


ONE_SIDED = frozenset({VerdictLabel.SUPPORTED, VerdictLabel.REFUTED})


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence that speaks for or against a claim."""

    stance: Stance
    probability: float  # 0..1, of the stance
    citation: Citation
    reported_by: str = ""  # who is quoted as saying it; empty: the article says it
    happened: Days | None = None  # when what it tells of happened, by its own words
    because: str = ""  # plain words on why it is on this side, where dates or a correction decide
    overtaken_by: Citation | None = None  # what corrects or updates it later: it does not weigh


@dataclass(frozen=True, slots=True)
class Removal:
    """Something without which a verdict would be another."""

    articles: tuple[str, ...]  # ids, of copies too
    source: str  # the outlet whose articles these are; empty: it is one article
    name: str  # for a person
    label: VerdictLabel  # what the verdict would be


@dataclass(frozen=True, slots=True)
class HangsOn:
    """What a verdict hangs on."""

    removals: tuple[Removal, ...]  # each turns it alone; empty: nothing single does
    standing: int  # how many articles would each decide alone


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the articles make of one claim, and why."""

    claim: str
    label: VerdictLabel
    confidence: float  # 0..1, that the label is right
    evidence: tuple[Evidence, ...]  # strongest first
    hits: tuple[Hit, ...] = ()  # the passages looked at, best first
    seconds: float = 0.0
    note: str = ""  # plain words on why it was not judged; empty: it was
    searched: str = ""  # the wording that was searched for; empty: as it is stated
    hangs_on: HangsOn | None = None  # None: nothing was decided
    without: Without = NOTHING  # what was left out on purpose
    explanation: Answer | None = None  # of a language model; None: none was to write
    supports: float = 0.0  # probability of the strongest sentence for it, shown or not, 0..1
    refutes: float = 0.0  # … against it
    closest: tuple[Citation, ...] = ()  # where no evidence is shown: sentences near the claim
    absent: tuple[str, ...] = ()  # names in the claim that no article has: nothing can decide it

    @property
    def how_sure(self) -> str:
        """The confidence for a person. Of a claim left open it is told only that something nearly
        decides it: "100% sure" beside "don't say enough" reads as if more were known."""
        if self.label is not VerdictLabel.NOT_ENOUGH_EVIDENCE:
            return f"{self.confidence:.0%} sure"
        return CLOSE_CALL if self.confidence < SURE else ""

    @property
    def is_probable(self) -> bool:
        """Whether one side decided, and it is less than certain that it does so rightly."""
        return self.label in ONE_SIDED and self.confidence < CERTAIN

    @property
    def label_in_words(self) -> str:
        """The label for a person, as certain as it is: "Probably refuted by your articles"."""
        return self.hedged(self.label.in_words)

    def hedged(self, words: str) -> str:
        """Words for the label, "Refuted", as certain as it is: "Probably refuted"."""
        return f"Probably {words[0].lower()}{words[1:]}" if self.is_probable else words

    @property
    def in_words(self) -> str:
        """The label and how sure it is, for a person, in plain text."""
        return self.label_in_words + (f" ({self.how_sure})" if self.how_sure else "")

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Those of the evidence, in the order shown."""
        return tuple(e.citation for e in self.evidence)

    @property
    def quoted(self) -> tuple[Citation, ...]:
        """All that is shown: the evidence or, without any, what is closest."""
        return (*self.citations, *self.closest)


@dataclass(frozen=True, slots=True)
class ModelUsed:
    """A model that had a part in a verdict."""

    role: str  # "embedder" or "judge"
    name: str
    sha256: str = ""  # over its files; empty: not known


@dataclass(frozen=True, slots=True)
class Made:
    """What verdicts were made with: all that must be the same for the same verdict."""

    when: dt.datetime  # UTC
    holdings: Holdings
    models: tuple[ModelUsed, ...]
    settings: Mapping[str, str | int | float]
    filters: Filters = EVERYTHING


@dataclass(frozen=True, slots=True)
class Check:
    """The verdicts on the claims of one message; a number stands for an article in all of them."""

    verdicts: tuple[Verdict, ...]
    made: Made | None = None  # None: not judged over an index, or not finished

    @property
    def decisive(self) -> Verdict:
        """The verdict that holds for the whole message: one claim refuted refutes it, and it is
        supported where all are. Raises IndexError where there are no verdicts."""
        for label in (
            VerdictLabel.REFUTED,
            VerdictLabel.CONFLICTING,
            VerdictLabel.NOT_ENOUGH_EVIDENCE,
        ):
            for verdict in self.verdicts:
                if verdict.label is label:
                    return verdict
        return self.verdicts[0]

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(c for v in self.verdicts for c in v.citations)

    @property
    def quoted(self) -> tuple[Citation, ...]:
        """All evidence, whose places a click may name, and then what is closest to other claims."""
        return (*self.citations, *(c for v in self.verdicts for c in v.closest))

    @property
    def hits(self) -> tuple[Hit, ...]:
        return tuple(h for v in self.verdicts for h in v.hits)
