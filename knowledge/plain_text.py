"""Text as people meant it: no control codes, one Unicode form.

Terminals obey escape sequences wherever they come from, so every text is cleaned once, where it
enters a model (a card, a question, a focus), and once more at the door to the widgets.
"""

from __future__ import annotations

import re
import unicodedata

# C0 except tab and newline, DEL, C1, then zero-width, bidirectional and shaping controls. The
# zero-width joiners stay: emoji, Persian and Indic scripts are written with them.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
# Letters that no screen shows, in which a whole text can hide. They stay in the three flags that
# are written with them: a black flag, then gbeng, gbsct or gbwls, then an end.
_TAGS = re.compile(
    "(\U0001f3f4\U000e0067\U000e0062"
    "(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073)"
    "\U000e007f)|[\U000e0000-\U000e007f]"
)
# They look like spaces but hold a line together, until the terminal breaks it where it likes.
_BLANKS = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def clean(text: str) -> str:
    """Return `text` in NFC without control codes; newlines and tabs are kept."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _TAGS.sub(r"\1", _CONTROLS.sub("", unified)))


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
