"""Files that cannot become articles, by name, each with the reason that must be given."""

import gzip
import io
import json
import stat
import zipfile

from tests.made_files import locked_pdf, pdf, rss, word, zipped

__all__ = ["BAD", "entity_word", "locked_zip", "symlink_zip"]

LAUGHS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
<rss version="2.0"><channel><title>&d;</title><item><description>&d;</description></item>
</channel></rss>"""
STEALS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><item><description>&a;</description></item></channel></rss>"""
SITEMAP = "<?xml version='1.0'?><urlset><url><loc>https://example.org/</loc></url></urlset>"


def entity_word() -> bytes:
    """A Word file whose text is an entity of its own."""
    found = io.BytesIO(word("Text."))
    parts = zipfile.ZipFile(found)
    files = {name: parts.read(name) for name in parts.namelist()}
    declared = b"<?xml version='1.0'?><!DOCTYPE d [<!ENTITY a 'ha'>]>"
    files["word/document.xml"] = declared + files["word/document.xml"].split(b"?>", 1)[1]
    return zipped(files)


def bomb_word() -> bytes:
    found = zipfile.ZipFile(io.BytesIO(word("Text.")))
    files = {name: found.read(name) for name in found.namelist()}
    return zipped({**files, "word/media/big.xml": bytes(5_000_000)})


def locked_zip() -> bytes:
    """An archive that says its file is encrypted."""
    data = bytearray(zipped({"a.txt": "Text."}))
    data[6] |= 1  # of the file's head
    data[data.index(b"PK\x01\x02") + 8] |= 1  # of the archive's list
    return bytes(data)


def symlink_zip() -> bytes:
    """An archive with a link to a file of the system."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        entry = zipfile.ZipInfo("a.txt")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return file.getvalue()


def endless_pdf() -> bytes:
    """A PDF whose tree of pages leads back to its root."""
    return pdf(["Text."]).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")


# Read with limits of 1 MB a text, 5 pages a PDF, 2 MB and 20 files an archive, 20 MB a file.
BAD: dict[str, tuple[bytes | str, str]] = {
    "empty.txt": ("", "is empty"),
    "blank.md": (" \n\n", "is empty"),
    "no-words.txt": ("--- !!! ---", "has no words"),
    "binary.txt": (b"\x89PNG\r\n\x1a\n\x00\x00", "is a binary file"),
    "controls.txt": (bytes(range(1, 32)) * 50, "is a binary file"),
    "one-line.txt": ("word " * 300_000, "1.5 MB, more than the 1 MB"),
    "front-matter.md": ("---\ntitle: [\n---\nText.", "the front matter is not YAML"),
    "two-days.md": ("---\ndate: 3/4/2021\n---\nText.", "'3/4/2021' .* could be two days"),
    "empty.html": ("", "is empty"),
    "scripts.html": ("<html><script>var a = 1;</script></html>", "no main text"),
    "menu.html": ("<html><body><nav></nav></body></html>", "no main text"),
    "deep.html": ("<div>" * 60_000, "is no web page|no main text"),
    "empty.pdf": ("", "is empty"),
    "rubbish.pdf": (b"%PDF-1.4\nrubbish", "is damaged or no PDF"),
    "cut.pdf": (pdf(["Text."])[:120], "is damaged or no PDF"),
    "scan.pdf": (pdf([], []), "pictures of its 2 pages and no text.*OCR"),
    "locked.pdf": (locked_pdf("secret"), "locked with a password"),
    "long.pdf": (pdf(*[["Text."]] * 6), "has 6 pages, more than the 5"),
    "endless.pdf": (endless_pdf(), "is damaged or no PDF|pictures of its 0 pages"),
    "rubbish.docx": (b"rubbish", "is damaged or no Word file"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "of an old format"),
    "no-word.docx": (zipped({"a.txt": "Text."}), "is damaged or no Word file"),
    "entities.docx": (entity_word(), "declares entities in word/document.xml"),
    "bomb.docx": (bomb_word(), "built to blow up"),
    "no-column.csv": ("title,body\nA,Text.\n", "'text' column; it has 'title', 'body'.*--map"),
    "open-quote.csv": ('text\n"Text, and never closed', "is not CSV after line 1"),
    "head-only.csv": ("title,text\n", "no row below its head"),
    "empty.csv": ("", "is empty"),
    "deep.json": ("[" * 200_000, "is not JSON"),
    "broken.json": ('{"text": "Te', "is not JSON"),
    "numbers.json": ("[1]", "needs a JSON object with a 'text' field"),
    "no-records.json": ("[]", "holds no records"),
    "bad-line.jsonl": ("{text: 1}", "is not JSON"),
    "long-line.jsonl": (json.dumps({"text": "x" * 1_500_000}), "1.5 MB, more than the 1 MB"),
    "plain.jsonl.gz": (b'{"text": "Text."}', "cannot be read to its end"),
    "bomb.jsonl.gz": (gzip.compress(bytes(b" " * 9_999 + b"\n") * 900), "unpacks to more than 2"),
    "laughs.xml": (LAUGHS, "declares entities"),
    "laughs-16.xml": (LAUGHS.encode("utf-16"), "declares entities"),
    "steals.rss": (STEALS, "declares entities"),
    "sitemap.xml": (SITEMAP, "is no RSS or Atom feed"),
    "no-entry.atom": (rss(), "is a feed without an entry"),
    "rubbish.zip": (b"PK\x03\x04rubbish", "cannot be read to its end"),
    "nameless.zip": (zipped({"x.txt": "X."}).replace(b"x.txt", b"\0.txt"), "holds no article"),
    "bomb.zip": (zipped({"a.txt": bytes(30_000_000)}), "built to blow up"),
    "large.zip": (zipped({f"{n}.txt": bytes(900_000) for n in range(5)}), "unpacks to 4 MB"),
    "many.zip": (zipped({f"{n}.txt": "Text." for n in range(21)}), "holds 21 files"),
    "climbs.zip": (zipped({"../../a.txt": "Text."}), "points out of its archive"),
    "absolute.zip": (zipped({"/etc/a.txt": "Text."}), "points out of its archive"),
    "nested.zip": (zipped({"a.zip": zipped({"a.txt": "Text."})}), "within an archive"),
    "linked.zip": (symlink_zip(), "is a link, not a file"),
    "locked.zip": (locked_zip(), "is locked with a password"),
    "no-article.zip": (zipped({"a.png": b"\x89PNG"}), "holds no article"),
    "page-in.zip": (zipped({"a.html": "<script>1</script>"}), "a.html is no web page"),
}
