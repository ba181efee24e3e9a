"""Record → schema.org ClaimReview as JSON-LD, the form in which fact-checkers publish.

https://schema.org/ClaimReview. Google's fact check asks for claimReviewed, reviewRating with
alternateName, and url; it recommends author, datePublished, itemReviewed and a number beside the
words (https://developers.google.com/search/docs/appearance/structured-data/factcheck). Its numbers
run from 1, false, to 5, true, with 3 for half true; so only supported and refuted get one, where it
is certain enough: that the articles disagree, say too little, or probably support it does not make
a claim half true. What was not judged is left out. All is marked a draft: a person publishes, not
a program.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urldefrag

from bot.errors import RecordError, SettingError
from bot.export.told import NOT_A_JUDGEMENT, byline, one_line, sides, web_address
from bot.json_form import JSON
from bot.records.record import Record
from bot.verdicts import Evidence, Verdict, VerdictLabel

__all__ = ["Publication", "claim_review"]

WORST, BEST = 1, 5
NUMBERS: Mapping[VerdictLabel, int] = {VerdictLabel.REFUTED: WORST, VerdictLabel.SUPPORTED: BEST}
WORDS: Mapping[VerdictLabel, str] = {
    VerdictLabel.SUPPORTED: "Supported by the articles",
    VerdictLabel.REFUTED: "Refuted by the articles",
    VerdictLabel.CONFLICTING: "The articles disagree",
    VerdictLabel.NOT_ENOUGH_EVIDENCE: "Not enough evidence",
}


@dataclass(frozen=True, slots=True)
class Publication:
    """What a review says of its publication, as far as it is known."""

    author: str = ""  # the organisation that publishes it; empty: named neutrally
    author_url: str = ""
    url: str = ""  # where the review will stand
    appearance: str = ""  # where the claim was made

    def __post_init__(self) -> None:
        given = {
            "the setting 'publisher_url'": self.author_url,
            "where the review will stand": self.url,
            "where the claim was made": self.appearance,
        }
        for what, address in given.items():
            if address and not web_address(address):
                raise SettingError(
                    f"{address!r} is no web address ({what}). Write it in full, as in "
                    "https://example.org/."
                )


def claim_review(record: Record, publication: Publication = Publication()) -> JSON:
    """The reviews of a record as one JSON-LD document.

    Raises RecordError where no claim in it was judged.
    """
    reviews = [
        _review(j.verdict, record, publication, number, alone=len(record.claims) == 1)
        for number, j in enumerate(record.claims, start=1)
        if not j.verdict.note
    ]
    if not reviews:
        raise RecordError(
            "There is no review to export: none of the claims was judged. "
            "Opinions and predictions can be exported as .md or .html."
        )
    context = {"@context": "https://schema.org"}
    return {**context, **reviews[0]} if len(reviews) == 1 else {**context, "@graph": reviews}


def _review(
    verdict: Verdict, record: Record, publication: Publication, number: int, *, alone: bool
) -> dict[str, JSON]:
    review: dict[str, JSON] = {
        "@type": "ClaimReview",
        "claimReviewed": one_line(verdict.claim),
        "reviewRating": _rating(verdict),
        "itemReviewed": _claim(verdict, publication),
        "author": _author(publication),
        "datePublished": record.when.date().isoformat(),
        "creativeWorkStatus": "Draft",
        "reviewBody": _body(verdict),
        "citation": [_quotation(e) for e in verdict.evidence],
    }
    if publication.url:
        # Several reviews of one page need addresses of their own: the anchors of the HTML export.
        address = web_address(publication.url)
        review["url"] = address if alone else f"{urldefrag(address).url}#claim-{number}"
    return review


def _rating(verdict: Verdict) -> JSON:
    rating: dict[str, JSON] = {
        "@type": "Rating",
        "alternateName": verdict.hedged(WORDS[verdict.label]),
        "ratingExplanation": f"{verdict.in_words}. {NOT_A_JUDGEMENT}",
    }
    if verdict.label in NUMBERS and not verdict.is_probable:
        number = NUMBERS[verdict.label]
        rating |= {"ratingValue": number, "bestRating": BEST, "worstRating": WORST}
    return rating


def _claim(verdict: Verdict, publication: Publication) -> JSON:
    claim: dict[str, JSON] = {"@type": "Claim", "text": one_line(verdict.claim)}
    if publication.appearance:
        claim["appearance"] = {"@type": "CreativeWork", "url": web_address(publication.appearance)}
    return claim


def _author(publication: Publication) -> JSON:
    author = {"@type": "Organization", "name": one_line(publication.author) or "Footing"}
    if publication.author_url:
        author["url"] = web_address(publication.author_url)
    return author


def _body(verdict: Verdict) -> str:
    lines = [f"{verdict.in_words}."]
    for title, found in sides(verdict):
        lines += [f"{title}: “{one_line(e.citation.quote)}” ({byline(e)})." for e in found]
    return " ".join(lines)


def _quotation(evidence: Evidence) -> JSON:
    c = evidence.citation
    article: dict[str, JSON] = {
        "@type": "NewsArticle",
        "headline": one_line(c.title or c.article_id),
    }
    if c.date:
        article["datePublished"] = c.date.isoformat()
    if c.source:
        article["publisher"] = {"@type": "Organization", "name": one_line(c.source)}
    if address := web_address(c.url):
        article["url"] = address
    return {"@type": "Quotation", "text": one_line(c.quote), "isPartOf": article}
