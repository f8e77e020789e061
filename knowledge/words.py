"""Search by words, always ready: SQLite's FTS5 in memory, BM25 over stemmed words."""

from __future__ import annotations

import itertools
import sqlite3
import threading
import weakref
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from knowledge.plain_text import words

MAX_WORDS = 40
"""Words of a question that take part in the search by words; the rest is left out."""
MAX_ENDINGS = 64
"""Words that an unfinished word is taken for."""

# Words that say nothing about what a question is after.
_STOP = frozenset(
    """a about after all also am an and any are as at be because been before being but by can can't
    cannot could did didn't do does doesn't doing don't each even every for from get gets go going got
    had has have having he he's her hers him his how i i'd i'll i'm i've if in into is isn't it it's its
    just know let like made make makes me more most much my never no not now of off on one only or our
    out over own really s said same say says she she's should so some still such t than that that's the
    their them then there these they they're thing things this those to too two up us very want wants
    was way we were what what's when where which while who why will with won't would you you're your
    yours""".split()  # noqa: SIM905 -- a list of these would be a page long
)


class WordIndex:
    """A word index over texts numbered from 0; safe to use from several threads."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        weakref.finalize(self, self._database.close)  # Python 3.13 complains of what is not closed
        self._database.execute(
            "CREATE VIRTUAL TABLE passage USING fts5(text, tokenize='porter unicode61')"
        )
        self._database.executemany(
            "INSERT INTO passage(rowid, text) VALUES (?, ?)", enumerate(texts, 1)
        )
        self._database.commit()
        self._vocabulary = sorted({word for text in texts for word in words(text)})

    def scores(
        self, question: str, *, typing: bool = False, pairs: bool = False
    ) -> dict[int, float]:
        """BM25 by row for the rows that share a word with `question`; higher is better.

        With `typing`, the last word may be unfinished. With `pairs`, two words that stand side by side
        count as well, those that say little alone included: “to me” and “with me” ask for other things.
        """
        terms = list(self._terms(question, typing).values())
        if not terms:
            return {}
        if pairs:
            terms += _pairs(question)
        with self._lock:
            rows = self._database.execute(
                "SELECT rowid, bm25(passage) FROM passage WHERE passage MATCH ?",
                (" OR ".join(terms),),
            ).fetchall()
        return {row - 1: -score for row, score in rows}

    def matches(self, question: str, *, typing: bool = False) -> dict[str, set[int]]:
        """For each telling word of `question`, in its order, the rows that have it."""
        found: dict[str, set[int]] = {}
        for word, term in self._terms(question, typing).items():
            with self._lock:
                rows = self._database.execute(
                    "SELECT rowid FROM passage WHERE passage MATCH ?", (term,)
                ).fetchall()
            found[word] = {row[0] - 1 for row in rows}
        return found

    def _terms(self, question: str, typing: bool) -> dict[str, str]:
        """Each telling word with its FTS5 term; words are quoted, so no operator gets through."""
        telling = telling_words(question)
        terms = {word: f'"{word}"' for word in telling}
        if typing and telling and question.rstrip().lower().endswith(telling[-1]):
            begun = telling[-1]
            # A stem may be shorter than what was typed: “humilit” begins “humility”, not its “humil”.
            whole = (f'"{word}"' for word in self._starting(begun))
            terms[begun] = f"({' OR '.join([f'{terms[begun]}*', *whole])})"
        return terms

    def _starting(self, begun: str) -> list[str]:
        start = bisect_left(self._vocabulary, begun)
        near = self._vocabulary[start : start + MAX_ENDINGS]
        return list(itertools.takewhile(lambda word: word.startswith(begun), near))


def _pairs(question: str) -> list[str]:
    """FTS5 phrases of two neighbouring words, each once, of the first MAX_WORDS words."""
    told = words(question)[:MAX_WORDS]
    return list(dict.fromkeys(f'"{one} {other}"' for one, other in pairwise(told)))


def telling_words(question: str) -> list[str]:
    """The words of `question` that say what it is after, each once, at most MAX_WORDS."""
    return [word for word in dict.fromkeys(words(question)) if word not in _STOP][:MAX_WORDS]
