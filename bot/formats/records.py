"""JSON, JSONL and CSV → an article a record. A bad record is skipped and named, not its file."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from bot.errors import ArticleError, SettingError
from bot.formats.document import Document
from bot.formats.encoding import decoded
from bot.formats.fields import Ids, Skipped, article_of, field
from bot.formats.limits import Limits
from bot.formats.markup import is_markup, line_of, text_of
from bot.types import Article

__all__ = [
    "FIELDS",
    "FieldMap",
    "csv_articles",
    "field_map",
    "json_articles",
    "jsonl_articles",
    "jsonl_counted",
]

FIELDS = ("id", "title", "date", "source", "url", "text", "author")
# Which field of a record stands for which of ours; "content.rendered" is one within another.
FieldMap = Mapping[str, str]
SEPARATOR_LINE = re.compile(r"sep=([,;\t|])\n", re.IGNORECASE)  # by which Excel tells it
SHOWN_FIELDS = 8  # of a record without the one for the text, in the message


def field_map(given: Iterable[str]) -> FieldMap:
    """The map of "text=body", "date=published" … Raises SettingError for what names no field."""
    fields = {}
    for pair in given:
        ours, equals, theirs = (part.strip() for part in pair.partition("="))
        if not equals or not theirs or ours not in FIELDS:
            raise SettingError(
                f"--map {pair!r} names no field. Write OURS=THEIRS, such as text=body; ours are "
                f"{', '.join(FIELDS)}."
            )
        fields[ours] = theirs
    return fields


def jsonl_articles(
    document: Document, limits: Limits, fields: FieldMap
) -> Iterator[Article | Skipped]:
    """Articles of a JSONL file, plain or gzip, a record a line."""
    ids = Ids(document.origin, "line")
    empty = True
    for number, line in _lines(document, limits):
        empty = False

        def record(line: bytes | int = line, number: int = number) -> object:
            where = f"{document.origin}:{number}"
            if isinstance(line, int):
                raise ArticleError(_too_long(where, line, limits))
            return _loaded(line.decode("utf-8-sig", "strict"), where, "line")

        yield from _articles(document, ids, [(number, record)], fields)
    if empty:
        raise ArticleError(
            f"{document.origin} is empty. Remove it, or put articles into it, one a line."
        )


def jsonl_counted(document: Document, limits: Limits) -> int:
    """How many items `jsonl_articles` will give, and one for what it will raise, told by the lines
    alone: making the articles takes ten times as long."""
    count = 0
    try:
        for _ in _lines(document, limits):
            count += 1
    except ArticleError:
        count += 1  # the rest of it is skipped
    return max(1, count)


def _lines(document: Document, limits: Limits) -> Iterator[tuple[int, bytes | int]]:
    """The lines that hold something, numbered; of one too long only its length. Raises ArticleError
    from where the file is no text."""
    for number, line in document.lines(limits.article_mb, total_mb=limits.archive_mb):
        if isinstance(line, bytes) and b"\x00" in line:
            raise ArticleError(
                f"{document.origin} is not text from line {number} on. Save it anew."
            )
        if isinstance(line, int) or line.strip():
            yield number, line


def json_articles(
    document: Document, limits: Limits, fields: FieldMap
) -> Iterator[Article | Skipped]:
    """Articles of a JSON file: a list of records, an object that holds such a list, or one
    record."""
    data = document.read(limits.file_mb, setting="max_file_mb")
    loaded = _loaded(decoded(data, document.origin), document.origin, "file")
    records = loaded
    if isinstance(loaded, dict) and _value(loaded, fields.get("text", "text")) is None:
        lists = [v for v in loaded.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
        records = lists[0] if len(lists) == 1 else [loaded]
    elif isinstance(loaded, dict):
        records = [loaded]
    if not isinstance(records, list) or not records:
        raise ArticleError(
            f"{document.origin} holds no records. Make it a list of objects with a 'text' field."
        )
    ids = Ids(document.origin, "record")
    readers = ((n, _given(r)) for n, r in enumerate(records, start=1))
    for item in _articles(document, ids, readers, fields, single=len(records) == 1):
        yield _bounded(item, limits)


def csv_articles(
    document: Document, limits: Limits, fields: FieldMap
) -> Iterator[Article | Skipped]:
    """Articles of a CSV file whose first row names its columns; separated by commas, semicolons or
    tabs."""
    data = document.read(limits.file_mb, setting="max_file_mb")
    text = decoded(data, document.origin)
    text = text.lstrip("\n")
    if told := SEPARATOR_LINE.match(text):
        text = text[told.end() :]
    head = text.split("\n", 1)[0]
    separator = told[1] if told else max(",;\t", key=head.count)
    csv.field_size_limit(int(min(limits.article_mb * 1e6, 1 << 30)))  # for the whole process
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    ids = Ids(document.origin, "row")
    wanted = fields.get("text", "text")
    try:
        columns = [c.strip() for c in rows.fieldnames or ()]
        if wanted not in columns:
            raise ArticleError(f"{document.origin} {_lacks(wanted, columns, 'column')}")
        rows.fieldnames = columns
        number = 0
        for number, row in enumerate(rows, start=1):

            def record(row: dict[str | None, str] = row, number: int = number) -> object:
                if any(row.get(None, ())):  # what a mark that separates has cut off
                    raise ArticleError(
                        f"{document.origin}:{number} has more cells than the head has columns. Put "
                        f"quotation marks around a cell with {separator!r} in it."
                    )
                return {k: v for k, v in row.items() if k is not None and v}

            yield from _articles(document, ids, [(number, record)], fields)
        if not number:
            raise ArticleError(
                f"{document.origin} has no row below its head. Put articles into it."
            )
    except csv.Error as error:
        raise ArticleError(
            f"{document.origin} is not CSV after line {rows.line_num}: {error}. Mend it there, "
            "for example an open quotation mark."
        ) from error


def _articles(
    document: Document,
    ids: Ids,
    records: Iterable[tuple[int, Callable[[], object]]],
    fields: FieldMap,
    *,
    single: bool = False,
) -> Iterator[Article | Skipped]:
    """Numbered records → articles; `single` is the one of its file, named by the file alone."""
    for number, reader in records:
        where = f"{document.origin}:{number}"
        try:
            record = _mapped(reader(), fields, where)
            fallback = document.stem if single else f"{document.stem}:{number}"
            article_id = field(record, "id", where) or fallback
            origin = f"{document.origin}#{article_id}"
            yield ids.own(article_of(record, article_id, origin), number)
        except UnicodeDecodeError as error:
            yield Skipped(where, f"{where} is not JSON: {error}. Mend the line.")
        except ArticleError as error:
            yield Skipped(where, str(error))


def _mapped(record: object, fields: FieldMap, where: str) -> Mapping[str, object]:
    """A record by our names. Raises ArticleError where it is no object or has no text."""
    wanted = fields.get("text", "text")
    text = _value(record, wanted) if isinstance(record, dict) else None
    if not isinstance(record, dict) or not isinstance(text, str):
        known = list(record) if isinstance(record, dict) else []
        raise ArticleError(f"{where} {_lacks(wanted, known, 'field')}")
    mapped = {name: _value(record, fields.get(name, name)) for name in FIELDS}
    if is_markup(text):
        mapped["text"], title = text_of(text), mapped["title"]
        mapped["title"] = line_of(title) if isinstance(title, str) else title
    return mapped


def _value(record: Mapping[str, object], name: str) -> object:
    if name in record:
        return record[name]
    value: object = record
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _lacks(wanted: str, known: list[str], what: str) -> str:
    need = f"needs a JSON object with a {wanted!r} field" if what == "field" else (
        f"needs a {wanted!r} column"
    )  # fmt: skip
    if not known:
        return f"{need}. Mend the line."
    names = ", ".join(repr(k[:40]) for k in known[:SHOWN_FIELDS])
    return f"{need}; it has {names}. Name the {what} of the text with --map text=NAME."


def _loaded(text: str, where: str, what: str) -> object:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"{where} is not JSON: {error}. Mend the {what}.") from error
    return value


def _given(record: object) -> Callable[[], object]:
    return lambda: record


def _bounded(item: Article | Skipped, limits: Limits) -> Article | Skipped:
    if isinstance(item, Article) and len(item.text) > limits.article_mb * 1e6:
        return Skipped(item.origin, _too_long(item.origin, len(item.text), limits))
    return item


def _too_long(where: str, size: int, limits: Limits) -> str:
    return (
        f"{where} has {size / 1e6:.1f} MB, more than the {limits.article_mb:g} MB an article may "
        "have. Split it, or raise the setting 'max_article_mb'."
    )
