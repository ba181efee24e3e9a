"""bot.named: whether texts carry a claim's names, or mean another of that name."""

import pytest

from bot.named import has_namesake, names_all


@pytest.mark.parametrize(
    ("claim", "text", "named"),
    [
        ("Ann Lee congratulated Bo Day", "Lee congratulated Day.", True),
        ("President Lee congratulated Day", "Lee congratulated Day.", True),
        ("Brazil congratulated Day", "The Brazilian leader congratulated Day.", True),
        ("Lawmakers passed the bill", "Congress passed the bill.", True),
        ("Police arrested Ann Lee", "Officers arrested Lee.", True),
        ("Ann Lee congratulated Bo Day", "Lee congratulated him.", False),
        ("Lee congratulated Day", "Day congratulated her.", False),
        ("She congratulated Day", "She was silent.", False),
        ("", "She was silent.", True),
        # Usual words count with their capitals only.
        ("Yesterday the WHO praised Lee", "Lee is one who won.", False),
        ("Yesterday the WHO praised Lee", "Who won? Lee.", False),
        ("Yesterday the WHO praised Lee", "The WHO and Lee met.", True),
        ("Yesterday the WHO praised Lee", "The World Health Organization and Lee met.", True),
        ("Yesterday the US praised Lee", "Lee told us.", False),
        ("Yesterday the US praised Lee", "The American Lee won.", True),
        ("Yesterday the US praised Lee", "The U.S. and Lee met.", True),
        ("Yesterday Theresa May left", "She may leave.", False),
        ("Yesterday Theresa May left", "May left.", True),
        ("Yesterday he read Gone with the Wind", "Gone with the Wind was read.", True),
    ],
)
def test_a_claims_names_are_there_with_their_last_words(claim: str, text: str, named: bool) -> None:
    assert names_all(claim, [text, text]) == [named, named]


@pytest.mark.parametrize(
    ("name", "text", "namesake"),
    [
        ("Ann Lee", "Bo Lee won.", True),
        ("Ann Lee", "Bo T. Lee won.", True),
        ("Supreme Court", "The High Court ruled.", True),
        ("Ann Lee", "Bo Lee won, and Lee lost.", False),
        ("Ann Lee", "President Lee won.", False),
        ("Ann Lee", "Former Senator Lee won.", False),
        ("Ann Lee", "On Friday Lee won.", False),
        ("Ann Lee", "It was Bo. Lee won.", False),
        ("Joe Lee", "Joseph R. Lee won.", False),
        ("President Lee", "Bo Lee won.", False),
        ("Lee", "Bo Lee won.", False),
        ("Ann Lee", "Bo Day won.", False),
    ],
)
def test_a_last_name_with_another_first_name_is_another(
    name: str, text: str, namesake: bool
) -> None:
    assert has_namesake(name, text) is namesake
