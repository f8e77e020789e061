"""Search by words, always ready: SQLite's FTS5, BM25 over stemmed words."""

from __future__ import annotations

import contextlib
import itertools
import os
import sqlite3
import threading
import weakref
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from knowledge.errors import CacheError
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


class Database:
    """A SQLite connection that several threads may use, one at a time; closed when forgotten."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None = None) -> None:
        """`path` is the file that is read, if it is one."""
        self.connection = connection
        self._path = path
        self._lock = threading.Lock()
        weakref.finalize(self, connection.close)  # Python 3.13 complains of what is not closed

    @classmethod
    def in_memory(cls) -> Database:
        """An empty database."""
        return cls(sqlite3.connect(":memory:", check_same_thread=False))

    @classmethod
    def reading(cls, path: Path) -> Database:
        """The database in `path`, which nobody changes; sqlite3.Error if it is none."""
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        return cls(sqlite3.connect(address, uri=True, check_same_thread=False), path)

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query; CacheError where the file it is read from is damaged."""
        try:
            with self._lock:
                return self.connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError:
            if self._path is None:
                raise
            # Damage that changed neither size nor time: read through, and made anew, by the next start.
            with contextlib.suppress(OSError):
                os.utime(self._path)
            raise CacheError(
                f"What was kept ready in {self._path.parent} is damaged. It is made anew next time."
            ) from None

    @contextlib.contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """The connection, for changes that are made all together or, after an error, not at all."""
        with self._lock, self.connection:
            yield self.connection


class WordIndex:
    """BM25 over the texts of one FTS5 table, numbered from 0; safe to use from several threads."""

    def __init__(self, database: Database, table: str, vocabulary: Callable[[], list[str]]) -> None:
        """Search in `table`, whose rows are numbered from 1; `vocabulary` has its words, sorted."""
        self._database = database
        self._table = table
        self._vocabulary = vocabulary

    @classmethod
    def of(cls, texts: Sequence[str]) -> WordIndex:
        """An index over `texts`, in memory."""
        database = Database.in_memory()
        fill(database.connection, "passage", texts)
        known = vocabulary_of(texts)
        return cls(database, "passage", lambda: known)

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
        table = self._table
        # All of them: FTS5's own `ORDER BY rank LIMIT` is hardly quicker, and knows nothing of ties.
        rows = self._database.rows(
            f"SELECT rowid, bm25({table}) FROM {table} WHERE {table} MATCH ?",
            (" OR ".join(terms),),
        )
        return {row - 1: -score for row, score in rows}

    def has(self, word: str) -> bool:
        """Whether `word` stands in any text, in whatever form; it must be one word."""
        query = f"SELECT 1 FROM {self._table} WHERE {self._table} MATCH ? LIMIT 1"
        return bool(self._database.rows(query, (f'"{word}"',)))

    def matches(
        self, question: str, *, typing: bool = False, within: tuple[int, int] | None = None
    ) -> dict[str, set[int]]:
        """For each telling word of `question`, in its order, the rows that have it.

        With `within`, only rows from the first to before the second number are looked at.
        """
        first, stop = within or (0, 1 << 62)
        query = (
            f"SELECT rowid FROM {self._table} WHERE {self._table} MATCH ? AND rowid BETWEEN ? AND ?"
        )
        return {
            word: {row[0] - 1 for row in self._database.rows(query, (term, first + 1, stop))}
            for word, term in self._terms(question, typing).items()
        }

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
        known = self._vocabulary()
        start = bisect_left(known, begun)
        near = known[start : start + MAX_ENDINGS]
        return list(itertools.takewhile(lambda word: word.startswith(begun), near))


def fill(connection: sqlite3.Connection, table: str, texts: Iterable[str]) -> None:
    """Make the FTS5 table `table` of `texts`, its rows numbered from 1."""
    connection.execute(
        f"CREATE VIRTUAL TABLE {table} USING fts5(text, tokenize='porter unicode61')"
    )
    connection.executemany(f"INSERT INTO {table}(rowid, text) VALUES (?, ?)", enumerate(texts, 1))


def vocabulary_of(texts: Iterable[str]) -> list[str]:
    """The words of `texts`, each once, sorted."""
    return sorted({word for text in texts for word in words(text)})


def _pairs(question: str) -> list[str]:
    """FTS5 phrases of two neighbouring words, each once, of the first MAX_WORDS words."""
    told = words(question)[:MAX_WORDS]
    return list(dict.fromkeys(f'"{one} {other}"' for one, other in pairwise(told)))


def telling_words(question: str) -> list[str]:
    """The words of `question` that say what it is after, each once, at most MAX_WORDS."""
    return [word for word in dict.fromkeys(words(question)) if word not in _STOP][:MAX_WORDS]
