"""Settings: which source wins, and what is said of a value that makes no sense."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.errors import SettingError
from bot.formats.limits import Limits
from bot.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has a folder of its own to look for bot.toml in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(text: str | bytes) -> None:
    Path("bot.toml").write_bytes(text.encode() if isinstance(text, str) else text)


def test_defaults_need_nothing() -> None:
    settings = load_settings()
    assert settings.index == Path(".footing/index")
    assert settings.embedder == "all-MiniLM-L6-v2"
    assert 128 <= settings.passage_tokens <= 256
    assert settings.host == "127.0.0.1"


def test_the_caller_beats_the_environment_beats_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write("top_hits = 3\nport = 8000\nmax_sentences = 2")
    monkeypatch.setenv("BOT_TOP_HITS", "5")
    monkeypatch.setenv("BOT_PORT", "8001")
    settings = load_settings(top_hits=7)
    assert (settings.top_hits, settings.port, settings.max_sentences) == (7, 8001, 2)


def test_what_the_caller_leaves_open_is_taken_from_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BOT_INDEX", "/somewhere")
    assert load_settings(index=None).index == Path("/somewhere")


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BOT_INDEX", "BOT_ARTICLES", "BOT_PORT", "BOT_EMBEDDER"):
        monkeypatch.setenv(name, "")
    assert load_settings() == Settings()
    assert load_settings().articles is None


def test_variables_of_other_programs_are_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_REQUIRE_BROWSER", "1")
    monkeypatch.setenv("TOP_HITS", "99")
    assert load_settings().top_hits == 10


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"port": 0}, "Setting 'port' cannot be 0: .*greater than or equal to 1.*BOT_PORT"),
        ({"port": "http"}, "Setting 'port' cannot be 'http'"),
        ({"passage_tokens": 1}, "Setting 'passage_tokens' cannot be 1"),
        ({"overlap_sentences": -1}, "Setting 'overlap_sentences' cannot be -1"),
        ({"max_sentences": 0}, "Setting 'max_sentences' cannot be 0"),
        ({"top_hits": 1_000}, "Setting 'top_hits' cannot be 1000"),
        ({"max_article_mb": 0}, "Setting 'max_article_mb' cannot be 0"),
        ({"max_article_mb": float("nan")}, "Setting 'max_article_mb' cannot be nan"),
        ({"max_file_mb": float("inf")}, "Setting 'max_file_mb' cannot be inf"),
        ({"parse_timeout_s": 1e12}, "Setting 'parse_timeout_s' cannot be 1000000000000"),
        ({"generator_tokens": 0}, "Setting 'generator_tokens' cannot be 0"),
        ({"generator_timeout_s": 0}, "Setting 'generator_timeout_s' cannot be 0"),
        ({"generator_seed": -1}, "Setting 'generator_seed' cannot be -1"),
        ({"generator_context": 1}, "Setting 'generator_context' cannot be 1"),
        ({"embedder": ""}, "Setting 'embedder' cannot be ''"),
        ({"colour": "red"}, "Setting 'colour' cannot be 'red': Extra inputs"),
    ],
)
def test_a_value_that_makes_no_sense_is_named(given: dict[str, object], message: str) -> None:
    with pytest.raises(SettingError, match=message):
        load_settings(**given)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("top_hits = 'many'", "Setting 'top_hits' cannot be 'many'"),
        ("tophits = 3", "Setting 'tophits' cannot be 3"),
        ("[bot]\ntop_hits = 3", "Setting 'bot' cannot be"),
        ("top_hits =", "bot.toml cannot be read as TOML"),
        (b"\xff\xfe", "bot.toml cannot be read as TOML"),
    ],
)
def test_a_bad_file_is_named(text: str | bytes, message: str) -> None:
    write(text)
    with pytest.raises(SettingError, match=message):
        load_settings()


def test_a_file_of_windows_is_read() -> None:
    write("\ufefftop_hits = 3\r\n".encode())
    assert load_settings().top_hits == 3


def test_no_language_model_is_set_and_a_key_is_never_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert load_settings().generator == ""
    monkeypatch.setenv("BOT_GENERATOR", "http://localhost:11434/v1#llama3.2")
    monkeypatch.setenv("BOT_GENERATOR_KEY", "secret")
    settings = load_settings()
    assert settings.generator == "http://localhost:11434/v1#llama3.2"
    assert settings.generator_key.get_secret_value() == "secret"
    assert "secret" not in repr(settings)
    assert load_settings(generator="").generator == ""


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        load_settings().port = 80  # type: ignore[misc]


def test_hosts_stand_in_a_list_or_with_commas_in_a_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write('allow_private_addresses = ["wiki.local"]')
    assert load_settings().limits.private_hosts == ("wiki.local",)
    monkeypatch.setenv("BOT_ALLOW_PRIVATE_ADDRESSES", "wiki.local, 10.0.0.5")
    assert load_settings().limits.private_hosts == ("wiki.local", "10.0.0.5")


def test_the_limits_of_reading_are_those_that_are_set() -> None:
    assert load_settings().limits == Limits()
    write(
        "max_article_mb = 1\nmax_file_mb = 2\nmax_pages = 3\nmax_archive_mb = 4\n"
        "max_archive_files = 5\nparse_timeout_s = 6\ndownload_timeout_s = 7"
    )
    assert load_settings().limits == Limits(1, 2, 3, 4, 5, 6, 7)
