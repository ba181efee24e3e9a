"""Links inside the page: which evidence of which exchange a click asks for, as `#kind-turn-item`.

A link is written into the chat and the panel as an ordinary in-page href; the page's script sends
the part behind the `#` back, and `parse` turns it into a Link again. What comes from a browser is
only ever two numbers into the person's own conversation, never an id or a path.
"""

import enum
import re
from dataclasses import dataclass

__all__ = ["Link", "Place", "parse"]


class Place(enum.Enum):
    """What a link leads to, and what its item counts."""

    CITE = "cite"  # the sources of an exchange, at its item-th citation
    SOURCE = "source"  # the sources, at the source numbered item; 0: their top
    ARTICLE = "article"  # the whole article of the source numbered item
    QUOTE = "quote"  # the whole article, at the item-th citation
    ALSO = "also"  # the item-th of the articles that say nearly the same, over all sources


LINK = re.compile(rf"({'|'.join(p.value for p in Place)})-(\d{{1,6}})-(\d{{1,6}})")


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the evidence of one exchange; turns and items count from 1."""

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
