"""Small files of each format, made in the test: what other programs would have saved."""

import io
import zipfile
from collections.abc import Mapping, Sequence

PAGE = """<!doctype html><html lang="en"><head><title>{title} | Kerrin Gazette</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="Kerrin Gazette">
{head}</head><body><nav><a href="/">Home</a> <a href="/news">All news</a></nav>
<article><h1>{title}</h1>{body}</article>
<footer>Copyright 2019 Kerrin Gazette</footer></body></html>"""


def web_page(
    *paragraphs: str, title: str = "Bridge reopens", head: str = "", extra: str = ""
) -> str:
    """A page of an outlet, "Kerrin Gazette", with paragraphs in its article."""
    body = "".join(f"<p>{p}</p>" for p in paragraphs) + extra
    return PAGE.format(title=title, head=head, body=body)


def pdf(*pages: Sequence[str], info: Mapping[str, str] | None = None) -> bytes:
    """A PDF whose pages have these lines of text; a page without lines is a blank one."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, lines in enumerate(pages):
        shown = "".join(f"({escaped_in_pdf(line)}) Tj T* " for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 60 760 Td {shown}ET".encode("latin-1")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    if info:
        entries = " ".join(f"/{k} ({escaped_in_pdf(v)})" for k, v in info.items())
        objects.append(f"<< {entries} >>".encode("latin-1"))
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    named = f" /Info {len(objects)} 0 R" if info else ""
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R{named} >>\nstartxref\n"
        f"{len(data)}\n%%EOF\n"
    )
    return data + end.encode()


def escaped_in_pdf(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def locked_pdf(password: str) -> bytes:
    """A PDF that only opens with a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(pdf(["Secret."]))))
    writer.encrypt(password, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def word(*paragraphs: str, title: str = "", table: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word file with a title, paragraphs and a table."""
    import docx

    document = docx.Document()
    if title:
        document.add_heading(title, 0)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """An archive of files by their names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def rss(*items: str, title: str = "Hill Wire") -> str:
    """A feed of `<item>`s."""
    head = '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"'
    space = ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f"{head}{space}><channel><title>{title}</title>{''.join(items)}</channel></rss>"
