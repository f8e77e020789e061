"""Text as people meant it: no control codes, one Unicode form.

Terminals obey escape sequences wherever they come from, so every text is cleaned once, where it
enters a model (a card, a question, a focus), and once more at the door to the widgets.
"""

from __future__ import annotations

import re
import unicodedata

# C0 except tab and newline, DEL, C1, then zero-width and bidirectional controls. The zero-width
# joiners stay: emoji, Persian and Indic scripts are written with them.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
# They look like spaces but hold a line together, until the terminal breaks it where it likes.
_BLANKS = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def clean(text: str) -> str:
    """Return `text` in NFC without control codes; newlines and tabs are kept."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", unified))


def one_line(text: str) -> str:
    """Return cleaned `text` with every run of white space, or of letters that show none, as one space."""
    return " ".join(_BLANKS.sub(" ", clean(text)).split())


def cleaned(value: object) -> object:
    """`value` as one clean line if it is text; models run this before their rules on length.

    Raises ValueError for bytes, which a model would take for text as they are.
    """
    if isinstance(value, bytes):
        raise ValueError("is not text")
    return one_line(value) if isinstance(value, str) else value


def words(text: str) -> list[str]:
    """Return the words of `text`, lower-cased; apostrophes stay inside a word."""
    return _WORD.findall(text.replace("’", "'").lower())
