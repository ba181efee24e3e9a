"""Links inside the page: what of which exchange a click asks for, as `#kind-turn-item`.

A link is written into the chat and the panel as an ordinary in-page href; the page's script sends
the part behind the `#` back, and `parse` turns it into a Link again. What comes from a browser is
only ever two numbers into the person's own conversation, never an id or a path.
"""

import enum
import re
from dataclasses import dataclass

__all__ = ["Link", "Place", "parse"]


class Place(enum.Enum):
    """What a link leads to or does, and what its item counts."""

    CITE = "cite"  # the sources of an exchange, at its item-th citation
    SOURCE = "source"  # the sources, at the source numbered item; 0: their top
    ARTICLE = "article"  # the whole article of the source numbered item
    QUOTE = "quote"  # the whole article, at the item-th citation
    ALSO = "also"  # the item-th of the articles that say nearly the same, over all sources
    # Judge again without what the item-th citation is of …
    DROP_QUOTE = "dropquote"
    DROP_ARTICLE = "droparticle"
    DROP_OUTLET = "dropoutlet"
    RESTORE = "restore"  # … or again with the item-th of all things left out
    # Save the item-th verdict.
    RECORD = "record"
    MARKDOWN = "markdown"
    PAGE = "page"
    REVIEW = "review"

    @property
    def is_evidence(self) -> bool:
        """Whether it leads to something that the panel shows."""
        return self in {Place.CITE, Place.SOURCE, Place.ARTICLE, Place.QUOTE, Place.ALSO}

    @property
    def is_file(self) -> bool:
        """Whether it leads to a file to save."""
        return self in {Place.RECORD, Place.MARKDOWN, Place.PAGE, Place.REVIEW}


LINK = re.compile(rf"({'|'.join(p.value for p in Place)})-(\d{{1,6}})-(\d{{1,6}})")


@dataclass(frozen=True, slots=True)
class Link:
    """A place in one exchange; turns and items count from 1."""

    place: Place
    turn: int
    item: int = 0

    @property
    def target(self) -> str:
        return f"{self.place.value}-{self.turn}-{self.item}"

    @property
    def href(self) -> str:
        return f"#{self.target}"


def parse(target: object) -> Link | None:
    """The link a browser sent; None for anything that is none."""
    match = LINK.fullmatch(target) if isinstance(target, str) else None
    if match is None:
        return None
    place, turn, item = match.groups()
    return Link(Place(place), int(turn), int(item))
