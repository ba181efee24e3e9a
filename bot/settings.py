"""One small frozen Settings, from (weakest first) defaults, `bot.toml`, `BOT_*` variables and
what the caller passes."""

import tomllib
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.errors import SettingError
from bot.formats.limits import Limits

__all__ = ["SETTINGS_FILE", "Settings", "load_settings"]

SETTINGS_FILE = "bot.toml"


class _File(TomlConfigSettingsSource):
    """`bot.toml`, with the mark in front that editors and shells of Windows put there, or not."""

    def _read_file(self, file_path: Path | Traversable) -> dict[str, Any]:
        return tomllib.loads(file_path.read_bytes().decode("utf-8-sig"))


class Settings(BaseSettings):
    """Everything a person can set. Sizes are in the unit the name says."""

    model_config = SettingsConfigDict(
        env_prefix="BOT_",
        env_ignore_empty=True,
        toml_file=SETTINGS_FILE,
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
    )

    index: Path = Path(".footing/index")
    """The index folder."""
    articles: Path | None = None
    """What the app takes in at its start; without it a new index starts with the seeds."""
    host: str = "127.0.0.1"
    port: int = Field(7860, ge=1, le=65535)

    embedder: str = Field("all-MiniLM-L6-v2", min_length=1)
    """The name of the packaged model, or any sentence-transformers hub id or folder."""
    reader: Path | None = None
    """The folder of another trained reader than the one in `models/reader/`."""
    cross_encoder: str = ""
    """A cross-encoder that reads questions instead, by hub id or folder; it marks no words."""
    generator: str = ""
    """A language model that words answers: `http://host:port/v1` of a server, with `#model` behind
    it or not; or an instruct model by hub id or folder. Empty: none."""
    prompts: Path | None = None
    """The folder of other prompts for it than those in `prompts/`."""
    generator_tokens: int = Field(400, ge=16, le=8192)
    """The most tokens of an answer that it writes."""
    generator_timeout_s: float = Field(60.0, gt=0, le=86_400)
    """An answer that takes longer is given up."""
    generator_seed: int | None = Field(None, ge=0, lt=2**63)
    """With a number its words are drawn, always the same; without, the likeliest is taken."""
    generator_context: int | None = Field(None, ge=512)
    """The most tokens it reads and writes; without, as the model or its server tells, or 4096."""
    generator_key: SecretStr = SecretStr("")
    """What its server was told to want, if anything."""
    generator_remote: bool = False
    """Whether its server, which is sent passages of articles, may be on the public internet."""
    passage_tokens: int = Field(160, ge=32, le=2048)
    """The most word pieces of a passage, title and date included."""
    overlap_sentences: int = Field(1, ge=0, le=5)
    """How many sentences a passage shares with the one before."""

    top_hits: int = Field(10, ge=1, le=100)
    """How many passages are read for an answer."""
    max_sentences: int = Field(4, ge=1, le=20)
    """The most sentences of an answer."""
    publisher: str = ""
    """Who is named as the author of exported ClaimReviews; without one, this program."""
    publisher_url: str = ""
    """The publisher's web address."""
    max_article_mb: float = Field(5.0, gt=0)
    """A single text larger than this is refused."""
    max_file_mb: float = Field(50.0, gt=0)
    """A PDF, Word, CSV, JSON or archive file, or a download, larger than this is refused."""
    max_pages: int = Field(2_000, ge=1)
    """A PDF with more pages is refused."""
    max_archive_mb: float = Field(1_000.0, gt=0)
    """An archive that unpacks to more than this is refused."""
    max_archive_files: int = Field(20_000, ge=1)
    """An archive with more files is refused."""
    parse_timeout_s: float = Field(60.0, gt=0, le=86_400)
    """A file whose parser takes longer is skipped."""
    download_timeout_s: float = Field(30.0, gt=0, le=86_400)
    """An address that takes longer, from the first byte to the last, is skipped."""
    allow_private_addresses: Annotated[tuple[str, ...], NoDecode] = ()
    """Hosts that may be fetched from this machine or a private network, such as an intranet's wiki;
    all others must be at public addresses. In a variable they are separated by commas."""

    @field_validator("allow_private_addresses", mode="before")
    @classmethod
    def _hosts(cls, given: object) -> object:
        return [h.strip() for h in given.split(",")] if isinstance(given, str) else given

    @property
    def limits(self) -> Limits:
        """How much is taken in of what."""
        return Limits(
            article_mb=self.max_article_mb,
            file_mb=self.max_file_mb,
            pages=self.max_pages,
            archive_mb=self.max_archive_mb,
            archive_files=self.max_archive_files,
            parse_s=self.parse_timeout_s,
            download_s=self.download_timeout_s,
            private_hosts=self.allow_private_addresses,
        )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _File(settings_cls)


def load_settings(**given: object) -> Settings:
    """Settings with the caller's values on top; `None` means not given.

    Raises SettingError naming the setting, its value and what is wrong with it.
    """
    try:
        return Settings(**{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingError(
            f"Setting {name!r} cannot be {first['input']!r}: {first['msg']}. "
            f"Mend it in {SETTINGS_FILE}, in BOT_{name.upper()}, or on the command line."
        ) from error
    except (ValueError, OSError) as error:  # bot.toml is no TOML, or no file
        raise SettingError(f"{SETTINGS_FILE} cannot be read as TOML: {error}. Mend it.") from error
