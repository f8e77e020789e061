"""What can go wrong with the guide and its search, said for people."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.plain_text import one_line

_MOST = 400


@dataclass(frozen=True, order=True)
class Problem:
    """One broken rule: the file, the field in it, and what is wrong with it."""

    file: str
    field: str
    message: str

    def __str__(self) -> str:
        # Heading, key or file name may be a stranger's, and as long as they like.
        line = one_line(f"{self.file}: {self.field}: {self.message}")
        return line if len(line) <= _MOST else f"{line[: _MOST - 1]}…"


class KnowledgeError(Exception):
    """Base of this package's errors; `str()` of it is one sentence fit to show."""


class GuideError(KnowledgeError):
    """The guide cannot be read; `problems` has a line for each broken rule found."""

    def __init__(self, problems: list[Problem]) -> None:
        first, more = problems[0], len(problems) - 1
        rest = f" (and {more} more; `viceversa guide check` lists all)" if more else ""
        super().__init__(f"The guide is broken. {first}{rest}")
        self.problems = problems


class ModelError(KnowledgeError):
    """The language model is missing, altered or cannot be loaded."""


class CacheError(KnowledgeError):
    """The index cannot be kept on disk; it still works from memory."""
