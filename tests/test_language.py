"""Which language a text is in."""

import pytest

from bot.articles import read_article
from bot.assemble import SEEDS
from bot.formats.language import foreign_language

GERMAN = "Der Bürgermeister hat am Dienstag angekündigt, dass die Brücke im März wieder öffnet."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GERMAN, "German"),
        ("El presidente envió una carta al presidente electo de los Estados Unidos.", "Spanish"),
        ("Президент России поздравил вчера избранного президента США Джо Байдена.", "Russian"),
        ("The mayor said on Tuesday that the bridge would open again in the month of March.", ""),
        ("López Obrador, Bolsonaro, Merkel, Macron, Johnson, Trudeau, Moon and Xi waited.", ""),
        ("Kurz und gut.", ""),
        ("1 2 3 " * 100, ""),
    ],
)  # fmt: skip
def test_a_text_that_is_surely_not_english_is_told(text: str, language: str) -> None:
    assert foreign_language(text) == language


def test_the_seeds_are_english() -> None:
    assert {read_article(p, article_id="a").language for p in SEEDS.iterdir()} == {""}
