"""Texts by row number, searched by words, that come and go one by one; in memory and nowhere else."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from knowledge.plain_text import words
from knowledge.words import Database, WordIndex, fill

_TABLE = "passage"
_TOGETHER = 5000
"""Texts read at a time while all are read."""


class GrowingWords:
    """The texts and an index of their words, in a SQLite database that has no file.

    Temporary tables stay in memory too, and what is deleted is overwritten with zeros. Whoever uses it
    from several threads locks it.
    """

    def __init__(self) -> None:
        self._vocabulary = _Vocabulary()
        self._stale = False
        self._open()

    def _open(self) -> None:
        self._database = Database.in_memory()
        connection = self._database.connection
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA secure_delete = ON")
        fill(connection, _TABLE, ())
        connection.commit()
        self.index = WordIndex(self._database, _TABLE, self._spelled)

    def add(self, first: int, texts: Sequence[str]) -> None:
        """Put `texts` into the rows from `first` on, which have none."""
        self._insert(first, texts)
        self._vocabulary.count(texts, 1)

    def remove(self, gone: Sequence[range]) -> None:
        """Take the texts of these rows away. Their words stay in the index, unfound, until `wipe`."""
        if self._vocabulary.counted:
            for rows in gone:
                self._vocabulary.count(self.texts(rows), -1)
        with self._database.changing() as connection:
            connection.executemany(
                f"DELETE FROM {_TABLE} WHERE rowid = ?",
                ((row + 1,) for row in chain.from_iterable(gone)),
            )
        self._stale = self._stale or bool(gone)

    def wipe(self) -> None:
        """Leave no word in the index that stands only in texts taken away; takes 8 ms a megabyte."""
        if self._stale:
            with self._database.changing() as connection:
                connection.execute(f"INSERT INTO {_TABLE}({_TABLE}) VALUES ('optimize')")
        self._stale = False

    def texts(self, rows: range) -> list[str]:
        """The texts of `rows`, without those that have none."""
        found = self._database.rows(
            f"SELECT text FROM {_TABLE} WHERE rowid BETWEEN ? AND ? ORDER BY rowid",
            (rows.start + 1, rows.stop),
        )
        return [row[0] for row in found]

    def renumber(self, count: int) -> None:
        """Number the texts anew from 0, in their order; `count` is one more than the last row."""
        former = self._database
        read = self._all_texts(count)
        self._open()
        first = 0
        for texts in read:
            self._insert(first, texts)
            first += len(texts)
        _end(former)
        self._stale = False

    def clear(self) -> None:
        """Overwrite all texts and words with zeros, and begin anew."""
        _end(self._database)
        self._vocabulary = _Vocabulary()
        self._stale = False
        self._open()

    def _insert(self, first: int, texts: Sequence[str]) -> None:
        with self._database.changing() as connection:
            connection.executemany(
                f"INSERT INTO {_TABLE}(rowid, text) VALUES (?, ?)", enumerate(texts, first + 1)
            )

    def _all_texts(self, count: int) -> Iterable[list[str]]:
        database = self._database
        query = f"SELECT text FROM {_TABLE} WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
        return (
            [row[0] for row in database.rows(query, (start + 1, start + _TOGETHER))]
            for start in range(0, count, _TOGETHER)
        )

    def _spelled(self) -> list[str]:
        if not self._vocabulary.counted:
            # Only unfinished words want it, and it takes as long as the index: made with the first.
            last = self._database.rows(f"SELECT coalesce(max(rowid), 0) FROM {_TABLE}")[0][0]
            self._vocabulary.start(self._all_texts(last))
        return self._vocabulary.words


class _Vocabulary:
    """The words of texts as they are spelled there, sorted, each as long as a text has it."""

    def __init__(self) -> None:
        self.counted = False
        self.words: list[str] = []
        # Counted in two steps, for most tokens are known and parting them into words is slow.
        self._tokens: Counter[str] = Counter()
        self._tokens_with: Counter[str] = Counter()

    def start(self, texts: Iterable[Sequence[str]]) -> None:
        """Count all there are; from now on `count` keeps them."""
        for text in chain.from_iterable(texts):
            self._tokens.update(text.split())
        self._tokens_with.update(chain.from_iterable(set(words(token)) for token in self._tokens))
        self.words = sorted(self._tokens_with)
        self.counted = True

    def count(self, texts: Iterable[str], by: int) -> None:
        """Texts have come (`by` is 1) or gone (-1)."""
        if not self.counted:
            return
        for token, times in Counter(chain.from_iterable(map(str.split, texts))).items():
            had = self._tokens[token]
            has = had + by * times
            if has:
                self._tokens[token] = has
            else:
                del self._tokens[token]
            if not had or not has:
                for word in set(words(token)):
                    self._count_word(word, by)

    def _count_word(self, word: str, by: int) -> None:
        self._tokens_with[word] += by
        if not self._tokens_with[word]:
            del self._tokens_with[word]
            del self.words[bisect_left(self.words, word)]
        elif by == 1 and self._tokens_with[word] == 1:
            insort(self.words, word)


def _end(database: Database) -> None:
    """Close `database` at once; its pages are overwritten before."""
    with database.changing() as connection:
        connection.execute(f"DROP TABLE {_TABLE}")
    database.connection.close()
