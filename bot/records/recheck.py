"""Record + Bot → Rechecks: each recorded claim judged again over today's articles, what is
different, and why.

The reasons are facts that can be told from the record and the index: a quoted article has changed
or is gone, an article speaks that was not there, another model, another setting. Where several hold
at once, all are told; which of them turned the verdict is not known.
"""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import bot
from bot.chat import Bot
from bot.errors import ArticleError
from bot.records.inventory import Inventory
from bot.records.record import Judged, Record
from bot.types import Citation
from bot.verdicts import Evidence, Made, Stance, Verdict

__all__ = ["Cause", "Outcome", "Reason", "Recheck", "Rechecked", "recheck"]

# Two runs of one model over one index differ by less; another processor by up to this.
SAME_CONFIDENCE = 0.01


EDITED = "Nothing that the record tells is different; was its file edited?"
ELSEWHERE = "Articles were added, changed or removed that are not looked at for this claim now."


class Outcome(enum.Enum):
    """How today's verdict compares, the weightiest difference only."""

    SAME = "same"
    EVIDENCE = "evidence changed"  # the same verdict, not on the same quotes
    CONFIDENCE = "confidence changed"
    LABEL = "verdict changed"


class Cause(enum.Enum):
    """A kind of reason."""

    ARTICLE_GONE = "article gone"
    ARTICLE_CHANGED = "article changed"  # a quoted one
    QUOTE_MOVED = "quote moved"
    QUOTE_GONE = "quote gone"
    NEW_ARTICLE = "new article"
    NOW_SPEAKS = "article now speaks"  # it was there, but was no evidence
    NOW_SILENT = "article now silent"  # it is there unchanged, but no evidence any more
    COLLECTION_GONE = "collection gone"  # one of those that alone are asked
    MODEL = "model"
    SETTING = "setting"
    PROGRAM = "program"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is not as it was."""

    cause: Cause
    text: str  # for a person
    article_id: str = ""


@dataclass(frozen=True, slots=True)
class Rechecked:
    """One claim, then and now."""

    before: Verdict
    after: Verdict
    outcome: Outcome
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Recheck:
    """All claims of a record, and what became of the articles since, in numbers."""

    record: Record
    made: Made
    claims: tuple[Rechecked, ...]
    added: int
    changed: int
    removed: int

    @property
    def same(self) -> bool:
        """Whether every verdict is as it was, on the same quotes."""
        return all(c.outcome is Outcome.SAME for c in self.claims)


def recheck(record: Record, today: Bot) -> Recheck:
    """Judge the claims of a record again, with its filters.

    Raises ModelError when the reader has no verdict, and IndexFolderError when the index cannot
    be read.
    """
    made = today.made(record.filters)
    then, hashes = Inventory.read(record.index.inventory), made.holdings.hashes
    known = {i for i in hashes if then.has(i)}
    return Recheck(
        record,
        made,
        tuple(_rechecked(j, record, made, then, today) for j in record.claims),
        added=len(hashes) - len(known),
        changed=sum(not then.unchanged(i, hashes[i]) for i in known),
        removed=max(0, record.index.articles - len(known)),
    )


def _rechecked(
    judged: Judged, record: Record, made: Made, then: Inventory, today: Bot
) -> Rechecked:
    before = judged.verdict
    after = today.judge_again(before, filters=record.filters)
    quotes = tuple(dict.fromkeys(_quotes(judged, made.holdings.hashes, today)))
    outcome = _outcome(before, after, quotes)
    compared = (before, after, made.holdings.hashes, then)
    reasons = [*quotes, *_speakers(*compared), *_overtakers(*compared)]
    reasons += [*_collections(record, today), *_makings(record, made)]
    if outcome is not Outcome.SAME and not reasons:
        reasons += _unseen(after, made.holdings.hashes, then)
    if outcome is not Outcome.SAME and not reasons:
        same = record.index.sha256 == made.holdings.sha256
        reasons.append(Reason(Cause.UNKNOWN, EDITED if same else ELSEWHERE))
    return Rechecked(before, replace(after, hits=()), outcome, tuple(reasons))


def _outcome(before: Verdict, after: Verdict, quotes: tuple[Reason, ...]) -> Outcome:
    if (before.label, bool(before.note)) != (after.label, bool(after.note)):
        return Outcome.LABEL
    if abs(before.confidence - after.confidence) > SAME_CONFIDENCE:
        return Outcome.CONFIDENCE
    if quotes or {_key(e) for e in before.evidence} != {_key(e) for e in after.evidence}:
        return Outcome.EVIDENCE
    return Outcome.SAME


def _key(evidence: Evidence) -> tuple[Stance, str, int, int, str, str]:
    c, over = evidence.citation, evidence.overtaken_by
    return evidence.stance, c.article_id, c.start, c.end, c.quote, over.article_id if over else ""


def _quotes(judged: Judged, hashes: Mapping[str, str], today: Bot) -> Iterator[Reason]:
    """What became of the quoted articles, and of the quotes in them."""
    for citation in judged.verdict.citations:
        i = citation.article_id
        if i not in hashes:
            yield Reason(Cause.ARTICLE_GONE, f"{_named(citation)} is no longer in the index.", i)
        elif hashes[i] != judged.looked_at.get(i):
            yield _quote(citation, today)


def _quote(citation: Citation, today: Bot) -> Reason:
    named, i = f"{_named(citation)} has changed", citation.article_id
    try:
        text = today.article(i).text
    except ArticleError:  # removed this moment
        return Reason(Cause.ARTICLE_GONE, f"{_named(citation)} is no longer in the index.", i)
    if text[citation.start : citation.end] == citation.quote:
        return Reason(Cause.ARTICLE_CHANGED, f"{named}; its quote stands where it stood.", i)
    at = text.find(citation.quote)
    if at >= 0:
        places = f"{citation.start}–{citation.end} to {at}–{at + len(citation.quote)}"
        return Reason(Cause.QUOTE_MOVED, f"{named}; its quote moved from {places}.", i)
    return Reason(Cause.QUOTE_GONE, f"{named}; it no longer says {_words(citation)}.", i)


def _speakers(
    before: Verdict, after: Verdict, hashes: Mapping[str, str], then: Inventory
) -> Iterator[Reason]:
    """Which articles speak now and did not, and the reverse."""
    spoke = {c.article_id for c in before.citations}
    speak = {c.article_id for c in after.citations}
    for e in after.evidence:
        i = e.citation.article_id
        if i in spoke:
            continue
        side = "for it" if e.stance is Stance.SUPPORTS else "against it"
        says = f"{_named(e.citation)} speaks {side} ({e.probability:.2f}): {_words(e.citation)}"
        cause, since = _since(i, hashes, then)
        now = "" if cause is Cause.NEW_ARTICLE else ", and now evidence"
        yield Reason(cause, f"{since}{now}: {says}", i)
    for c in {c.article_id: c for c in before.citations}.values():
        if c.article_id not in speak and then.unchanged(c.article_id, hashes.get(c.article_id, "")):
            text = f"{_named(c)} has not changed, and is no longer evidence."
            yield Reason(Cause.NOW_SILENT, text, c.article_id)


def _overtakers(
    before: Verdict, after: Verdict, hashes: Mapping[str, str], then: Inventory
) -> Iterator[Reason]:
    """Which articles overtake evidence now and did not."""
    known = {
        (e.citation.article_id, e.overtaken_by.article_id)
        for e in before.evidence
        if e.overtaken_by
    }
    for e in after.evidence:
        c = e.overtaken_by
        if c and (e.citation.article_id, c.article_id) not in known:
            cause, since = _since(c.article_id, hashes, then)
            text = f"{since}: {_named(c)} overtakes {_named(e.citation)}: {_words(c)}"
            yield Reason(cause, text, c.article_id)


def _unseen(after: Verdict, hashes: Mapping[str, str], then: Inventory) -> Iterator[Reason]:
    """New and changed articles that were looked at, and speak too weakly to be shown."""
    for hit in {h.passage.article_id: h for h in after.hits}.values():
        p = hit.passage
        if not then.unchanged(p.article_id, hashes.get(p.article_id, "")):
            cause, since = _since(p.article_id, hashes, then)
            facts = ", ".join(filter(None, (f"“{p.heading}”", p.source, str(p.date or ""))))
            text = f"{since}, too weak to be shown: {facts} ({p.article_id})"
            yield Reason(cause, text, p.article_id)


def _since(article_id: str, hashes: Mapping[str, str], then: Inventory) -> tuple[Cause, str]:
    """What an article that has a part now was when the record was made."""
    if not then.has(article_id):
        return Cause.NEW_ARTICLE, "New article"
    if not then.unchanged(article_id, hashes.get(article_id, "")):
        return Cause.NOW_SPEAKS, "Changed since"
    return Cause.NOW_SPEAKS, "There before"


def _collections(record: Record, today: Bot) -> Iterator[Reason]:
    """Which of the collections that alone are asked are no more."""
    asked = record.filters.collections
    there = today.overview().collections if asked else ()
    for name in asked:
        if name not in there:
            text = f"There is no collection {name!r} any more; it was one of those asked."
            yield Reason(Cause.COLLECTION_GONE, text)


def _makings(record: Record, made: Made) -> Iterator[Reason]:
    """What was made with other models, settings or another program."""
    now = {m.role: m for m in made.models}
    for model in record.models:
        other = now.get(model.role)
        if other and (other.name, other.sha256) != (model.name, model.sha256):
            was, is_ = (f"{m.name} {m.sha256[:12]}".strip() for m in (model, other))
            yield Reason(Cause.MODEL, f"The {model.role} was {was}, and is {is_}.")
    for name in sorted({*record.settings, *made.settings}):
        was_set, is_set = record.settings.get(name), made.settings.get(name)
        if was_set != is_set:
            yield Reason(Cause.SETTING, f"The setting {name!r} was {was_set}, and is {is_set}.")
    if record.program != bot.__version__:
        text = f"The program was Footing {record.program}, and is {bot.__version__}."
        yield Reason(Cause.PROGRAM, text)


def _named(citation: Citation) -> str:
    facts = (f"“{citation.title}”", citation.source, str(citation.date or ""))
    return ", ".join(filter(None, facts)) + f" ({citation.article_id})"


def _words(citation: Citation) -> str:
    return f"“{' '.join(citation.quote.split())}”"
