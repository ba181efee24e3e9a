"""bot.without: what a person names is what is left out."""

from pathlib import Path

import pytest

from bot.errors import SettingError
from bot.types import Without
from bot.without import named_without
from tests.fakes import article, index_in, store


def test_an_outlet_is_left_out_in_all_its_spellings_and_an_article_by_its_id(
    tmp_path: Path,
) -> None:
    index = index_in(tmp_path)
    store(index, article("It rained.", "a", source="BBC"), article("It snowed.", "b", source="bbc"))
    assert named_without(["bbc", "BBC"], index) == Without(sources=("BBC", "bbc"))
    assert named_without(["a"], index) == Without(articles=("a",))
    with pytest.raises(SettingError, match="'CNN' is neither an outlet nor the id"):
        named_without(["CNN"], index)
