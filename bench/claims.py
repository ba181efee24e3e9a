"""How the bot judges the claims that we wrote and did not train on, over all their articles:
python -m bench.claims [--limit 600] [--files 'news-9?.jsonl'] [--index DIR]

Takes in the articles that claims to be measured on were written on, and checks a fixed number of
those claims against all of them, and a quarter as many that a sentence leaves open. Prints how many
are decided, how many of these rightly, and in how many of the right verdicts the first quote is the
sentence that the claim was written on."""

import argparse
import gzip
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.assemble import Workshop
from bot.chat import Bot
from bot.evaluate.verdicts import of_text
from bot.settings import load_settings
from bot.types import Span
from bot.verdicts import Stance, Verdict, VerdictLabel
from models.train.texts import hashed, read_lines
from models.train.written import EVERY, NEWS, kept_apart, written_rows

SIDES = {VerdictLabel.SUPPORTED: Stance.SUPPORTS, VerdictLabel.REFUTED: Stance.REFUTES}
UNDECIDED = VerdictLabel.NOT_ENOUGH_EVIDENCE


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim, the verdict that the sentence it was written on allows, and that sentence."""

    text: str
    wanted: VerdictLabel
    article: str
    span: Span


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--news", type=Path, default=Path("../shared/data/news"))
    parser.add_argument("--limit", type=int, default=600, help="so many that are true or false")
    parser.add_argument("--files", default=EVERY, help="of what we wrote")
    parser.add_argument("--index", type=Path, help="where the index is kept for another run")
    options = parser.parse_args()
    claims = list(chosen(options.news, options.files, options.limit))
    with tempfile.TemporaryDirectory() as folder:
        bot = over_apart(options.news, options.index or Path(folder) / "index")
        report(claims, [bot.check(claim.text).verdicts for claim in claims])


def chosen(news: Path, files: str, limit: int) -> Iterator[Claim]:
    """The claims: the same ones for the same files and limit."""
    found = []
    for row in written_rows(news, apart=True, files=files):
        where = row["article"], Span(row["start"], row["end"])
        if "supported" in row:
            found.append(Claim(row["supported"], VerdictLabel.SUPPORTED, *where))
            found.append(Claim(row["refuted"], VerdictLabel.REFUTED, *where))
        elif "open" in row:
            found.append(Claim(row["open"], UNDECIDED, *where))
    found.sort(key=lambda claim: hashed(claim.text))
    yield from [c for c in found if c.wanted is not UNDECIDED][:limit]
    yield from [c for c in found if c.wanted is UNDECIDED][: limit // 4]


def over_apart(news: Path, folder: Path) -> Bot:
    """A bot over the articles that are kept from training."""
    workshop = Workshop(load_settings(index=folder))
    index = workshop.index()
    if not len(index):
        written = {row["article"] for row in written_rows(news, apart=True, files=EVERY)}
        rows = [r for r in read_lines(news / NEWS) if r["id"] in written and kept_apart(r["id"])]
        with tempfile.TemporaryDirectory() as aside:
            part = Path(aside) / "apart.jsonl.gz"
            with gzip.open(part, "wt", encoding="utf-8") as file:
                file.writelines(json.dumps(row) + "\n" for row in rows)
            workshop.ingest([part], index)
    return workshop.bot(index)


def report(claims: Sequence[Claim], verdicts: Sequence[Sequence[Verdict]]) -> None:
    """Print the figures."""
    labels = [of_text(parts)[0] for parts in verdicts]
    for name, wanted in (
        ("true", VerdictLabel.SUPPORTED),
        ("false", VerdictLabel.REFUTED),
        ("open", UNDECIDED),
    ):
        some = [label for c, label in zip(claims, labels, strict=True) if c.wanted is wanted]
        decided = sum(label is not UNDECIDED for label in some)
        right = sum(label is wanted for label in some)
        print(f"{name}: {len(some)} claims, {decided} decided, {right} right")
    decided_rightly = [
        first_quote_decides(c, parts)
        for c, parts, label in zip(claims, verdicts, labels, strict=True)
        if c.wanted is label is not UNDECIDED
    ]
    print(f"of {len(decided_rightly)} decided rightly {sum(decided_rightly)} quote it first")


def first_quote_decides(claim: Claim, parts: Sequence[Verdict]) -> bool:
    """Whether the strongest quote of the right side is the sentence the claim was written on."""
    evidence = [e for v in parts for e in v.evidence if e.stance is SIDES[claim.wanted]]
    quote = max(evidence, key=lambda e: e.probability).citation
    return quote.article_id == claim.article and claim.span.overlaps(Span(quote.start, quote.end))


if __name__ == "__main__":
    main()
