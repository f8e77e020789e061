"""PDF into passages by page, with pypdf (of the extra `documents`)."""

from __future__ import annotations

import io
import re

from knowledge.document_extracts import DocumentError, Extract, Extracts
from knowledge.document_text import paragraphs

_MOST_PAGES = 10_000
_PARTED_WORD = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_A-Z])")
# Of tables of contents and forms: a page of them would be found for its dots.
_LEADERS = re.compile(r"(?:[._…] ?){5,}")


def read_pdf(data: bytes) -> tuple[Extract, ...]:
    """Passages of a PDF, `page 1` being the first sheet whatever number is printed on it.

    Raises DocumentError if it is encrypted, is not a PDF or holds no text; a damaged page only
    leaves its own text out. Run where time and memory are limited: a PDF is a program.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, LimitReachedError

    reader = PdfReader(io.BytesIO(data))
    try:
        # Files that anybody may open and few may change have an empty password.
        locked = reader.is_encrypted and not reader.decrypt("")
    except DependencyError:
        locked = True
    if locked:
        raise DocumentError("is encrypted")
    if len(reader.pages) > _MOST_PAGES:
        raise DocumentError(f"has more than {_MOST_PAGES:,} pages")
    extracts = Extracts()
    why_empty = "has no text in it (a scan?)"
    for number, page in enumerate(reader.pages, start=1):
        extracts.at(f"page {number}")
        try:
            text = page.extract_text()
        except MemoryError:
            raise
        except LimitReachedError:
            why_empty = "unpacks to more than can be read"
            continue
        except Exception:  # whatever a broken font or stream makes of it
            why_empty = "is damaged"
            continue
        for paragraph in paragraphs(_PARTED_WORD.sub("", text)):
            extracts.paragraph(_LEADERS.sub("… ", paragraph))
    found = extracts.finish()
    if not found:
        raise DocumentError(why_empty)
    return found
