"""How much of a file, an archive or a download is taken in, and how long it may take."""

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of reading; see the settings of the same names. Megabytes are of 10⁶ bytes."""

    article_mb: float = 5.0  # of one article's text
    file_mb: float = 50.0  # of one PDF, Word, JSON or archive file, or download
    pages: int = 2_000  # of one PDF
    archive_mb: float = 1_000.0  # of all that one archive unpacks to
    archive_files: int = 20_000  # in one archive
    parse_s: float = 60.0  # for one file, by the parser of its format
    download_s: float = 30.0  # for one address, from the first byte to the last
    private_hosts: tuple[str, ...] = ()  # that may be fetched from a private network
